using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>A message of the screening system is settled: as an event with its outcome, or as a dead letter.</summary>
/// <param name="Id">The applicant's, should it make one.</param>
/// <param name="MessageId">The queue's, the same at each delivery.</param>
/// <param name="Text">The message, for a dead letter.</param>
/// <param name="Event">What it says; null where it says nothing that can be used.</param>
/// <param name="Problem">Why nothing; null with an event.</param>
/// <param name="Traceparent">The sender's trace.</param>
internal sealed record ScreenApplicant(Guid Id, string MessageId, string Text, Reading.Screened? Event, string? Problem, string? Traceparent)
{
    /// <summary>Whose the event is, as organizations are called here; null: nobody's.</summary>
    public OrganizationName? Organization { get; init; }

    /// <summary>The command for what was read; null for what is not ours.</summary>
    public static ScreenApplicant? Of(Reading reading, string messageId, string text, string? traceparent, ScreeningSettings settings) => reading switch
    {
        Reading.Malformed malformed => new(Guid.CreateVersion7(), messageId, text, null, malformed.Problem, traceparent),
        Reading.Screened screened when (screened.Organization ?? settings.Organization) is { } theirs => new(Guid.CreateVersion7(), messageId, text, screened, null, traceparent)
        {
            Organization = OrganizationName.Of(settings.Organizations.GetValueOrDefault(theirs, theirs)),
        },
        Reading.Screened => new(Guid.CreateVersion7(), messageId, text, null, "organization_id is required: DOORWARD_SQS_ORGANIZATION names no other.", traceparent),
        _ => null,
    };

    /// <summary>The same message as a dead letter.</summary>
    public ScreenApplicant Parked(string problem) => this with { Event = null, Problem = problem };

    // A record prints all it holds, and this one holds a person.
    public override string ToString() => MessageId;
}

internal sealed class ScreenApplicantStatement(TimeProvider time, ScreeningSettings settings) : CommandStatement<ScreenApplicant, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ScreenApplicant>();

    public override void Bind(Parameters parameters, IReadOnlyList<ScreenApplicant> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Text, c => c.MessageId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Organization?.Id)
        .Add(commands, NpgsqlDbType.Text, c => c.Organization?.Slug)
        .Add(commands, NpgsqlDbType.Text, c => c.Event?.EventId ?? $"message:{c.MessageId}")
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.Event?.OccurredAt)
        .Add(commands, NpgsqlDbType.Text, c => c.Event?.ExternalId)
        .Add(commands, NpgsqlDbType.Text, c => c.Event?.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Event?.Email)
        .Add(commands, NpgsqlDbType.Text, c => c.Event?.RiskLevel)
        .Add(commands, NpgsqlDbType.Text, c => c.Problem)
        .Add(commands, NpgsqlDbType.Text, c => c.Text)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow())
        .Add(NpgsqlDbType.Interval, settings.LettersLast);

    public override Outcome<Done> Read(NpgsqlDataReader row, ScreenApplicant command) => new(row.GetString(1), Done.It);

    // The same event, or another of the same applicant, at another node at this moment: a fresh snapshot has it, and decides.
    public override bool WasOvertaken(string constraint) => constraint is "screenings_one_per_event" or "applicants_one_per_external_id";
}
