using Doorward.GraphQL;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>A customer's message arrives, and opens a conversation where it names none.</summary>
internal sealed record IngestMessage(
    Guid Id, Guid ConversationId, bool Opens, Guid OrganizationId, Guid? PersonId, string By, string CustomerRef, Guid? ApplicantId, string Body,
    IdempotencyKey Key, string? Traceparent)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_conversation", 404, "There is no such conversation."),
        new Refusal("no_such_applicant", 404, "There is no such applicant."),
        IdempotencyKey.Reused);

    /// <summary>The mutation <c>ingestMessage</c>. It returns before any work of the copilot, which hangs on the log.</summary>
    public static async Task<Message> Mutate(
        IngestMessageInput input, Viewer viewer, CommandBatcher<IngestMessage, Outcome<Message>> messages, CancellationToken cancellation)
    {
        var sight = viewer.Sight;
        var errors = new FieldErrors();
        var body = errors.Prose("body", input.Body, Message.Longest);
        var customerRef = errors.OptionalLine("customerRef", input.CustomerRef, 200) ?? "anonymous";
        var key = IdempotencyKey.Of(input.IdempotencyKey, (input.ConversationId, input.ApplicantId, customerRef, body).ToString(), errors);
        if (errors.Any)
        {
            throw errors.AsGraph();
        }

        if (sight.ConversationId is { } only && input.ConversationId is { } named && named != only)
        {
            throw Refusals.Named("no_such_conversation"); // a guest's link is good for one
        }

        if (input.ApplicantId is not null && !viewer.IsStaff)
        {
            throw new RefusalException("STAFF_ONLY", "Only staff of the agency can say which applicant writes.");
        }

        var conversation = input.ConversationId ?? sight.ConversationId;
        var outcome = await messages.Submit(
            new IngestMessage(
                Guid.CreateVersion7(), conversation ?? Guid.CreateVersion7(), conversation is null, sight.OrganizationId, viewer.Caller?.PersonId,
                viewer.IsStaff ? "staff" : viewer.Caller is null ? "guest" : "customer", customerRef, input.ApplicantId, body, key, DoorwardTelemetry.Traceparent),
            cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }
}

internal sealed record IngestMessageInput(string Body, Guid? ConversationId, string? CustomerRef, Guid? ApplicantId, string? IdempotencyKey);

internal sealed class IngestMessageStatement(TimeProvider time) : CommandStatement<IngestMessage, Outcome<Message>>
{
    public override string Text { get; } = Sql.Of<IngestMessage>();

    public override void Bind(Parameters parameters, IReadOnlyList<IngestMessage> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ConversationId)
        .Add(commands, NpgsqlDbType.Boolean, c => c.Opens)
        .Add(commands, NpgsqlDbType.Uuid, c => c.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.By)
        .Add(commands, NpgsqlDbType.Text, c => c.CustomerRef)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ApplicantId)
        .Add(commands, NpgsqlDbType.Text, c => c.Body)
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Message> Read(NpgsqlDataReader row, IngestMessage command) =>
        row.GetString(1) is "ingested" ? new("ingested", Message.Read(row, 2)) : new(row.GetString(1), null);

    // Another node was first with the same key: a fresh snapshot has its message.
    public override bool WasOvertaken(string constraint) => constraint is "messages_one_per_key";
}
