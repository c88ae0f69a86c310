using Doorward.Platform.Commands;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Copilot.Runs;

/// <summary>A run is over: its draft, record and events are stored, and its job has ended. Or, where somebody wrote in the meantime, only that it came too late.</summary>
/// <param name="Job">The job to end; null where the transaction around it ends the job.</param>
/// <param name="Offers">The slots that the draft offers, held by now where they are to be; JSON, as are the sentences, the verdicts and the record.</param>
internal sealed record StoreRun(Run Run, Job? Job, Guid DraftId, string Offers, string Sentences, string Verdicts, string Record, string? Traceparent)
{
    /// <summary>The outcome of a job that is no longer ours: nothing was stored.</summary>
    public const string Lost = "lost";

    public static StoreRun Of(Run run, Job? job, Guid draftId, IReadOnlyList<Offer> offers)
    {
        var (sentences, verdicts) = DraftJson.Of(run);
        return new(run, job, draftId, DraftJson.Of(offers), sentences, verdicts, run.AsJson(), DoorwardTelemetry.Traceparent);
    }
}

/// <summary>Its outcome is the decision's code, <c>superseded</c>, or <see cref="StoreRun.Lost"/>.</summary>
internal sealed class StoreRunStatement(TimeProvider time) : CommandStatement<StoreRun, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<StoreRun>();

    public override void Bind(Parameters parameters, IReadOnlyList<StoreRun> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Job?.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Job?.Holder)
        .Add(commands, NpgsqlDbType.Integer, c => c.Job?.Attempts)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Run.Question.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Run.Question.ConversationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Run.Question.MessageId)
        .Add(commands, NpgsqlDbType.Integer, c => c.Run.Question.Number)
        .Add(commands, NpgsqlDbType.Uuid, c => c.DraftId)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Decision?.Status)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Decision?.Code)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Passed?.Body ?? "")
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Sentences)
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Offers)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Triaged.Intent)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Triaged.Category)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Triaged.Sentiment)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Triaged.Urgency)
        .Add(commands, NpgsqlDbType.Real, c => (float)(c.Run.Decision?.Confidence ?? 0))
        .Add(commands, NpgsqlDbType.Real, c => (float)(c.Run.Decision?.Threshold ?? 0))
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Verdicts)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Decision?.Reason ?? "")
        .Add(commands, NpgsqlDbType.Uuid, _ => Guid.CreateVersion7())
        .Add(commands, NpgsqlDbType.Jsonb, c => c.Record)
        .Add(commands, NpgsqlDbType.Text, c => c.Run.Model)
        .Add(commands, NpgsqlDbType.Integer, c => c.Run.ReadTokens)
        .Add(commands, NpgsqlDbType.Integer, c => c.Run.WrittenTokens)
        .Add(commands, NpgsqlDbType.Integer, c => c.Run.Policy.Version)
        .Add(commands, NpgsqlDbType.Uuid, c => c.Run.Received?.EventId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.Integer, Run.Form)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, StoreRun command) => new(row.GetString(1), Done.It);

    /// <summary>Two messages of one conversation: the second is to find what became of the first.</summary>
    public override (Guid First, Guid Second) Alone(StoreRun command) => (command.Run.Question.ConversationId, default);
}
