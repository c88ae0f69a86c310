using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>A person answers in their own words; the copilot's draft for the conversation, if one waits, is superseded.</summary>
internal sealed record SendReply(Guid Id, Guid ConversationId, string Body, IdempotencyKey Key, Caller By, string? Traceparent)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_conversation", 404, "There is no such conversation."),
        IdempotencyKey.Reused);

    /// <summary>The mutation <c>sendReply</c>.</summary>
    public static async Task<Message> Mutate(
        Guid conversationId, string body, string? idempotencyKey, Viewer viewer, CommandBatcher<SendReply, Outcome<Message>> replies,
        CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var errors = new FieldErrors();
        var text = errors.Prose("body", body, Message.Longest);
        var key = IdempotencyKey.Of(idempotencyKey, (conversationId, text).ToString(), errors);
        if (errors.Any)
        {
            throw errors.AsGraph();
        }

        var outcome = await replies.Submit(
            new SendReply(Guid.CreateVersion7(), conversationId, text, key, staff, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }
}

internal sealed class SendReplyStatement(TimeProvider time) : CommandStatement<SendReply, Outcome<Message>>
{
    public override string Text { get; } = Sql.Of<SendReply>();

    public override void Bind(Parameters parameters, IReadOnlyList<SendReply> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ConversationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Body)
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Message> Read(NpgsqlDataReader row, SendReply command) =>
        row.GetString(1) is "sent" ? new("sent", Message.Read(row, 2)) : new(row.GetString(1), null);

    // The statement numbers a conversation's next message; it cannot number two.
    public override (Guid First, Guid Second) Alone(SendReply command) => (command.ConversationId, default);

    public override bool WasOvertaken(string constraint) => constraint is "messages_one_per_key";
}
