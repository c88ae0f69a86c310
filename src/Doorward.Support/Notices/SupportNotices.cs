using Doorward.Accounts.Notices;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Notices;

/// <summary>Tells customers that they have an answer, and staff that a draft needs them.</summary>
internal sealed class SupportNotices(Accounts.Notices.Notices notices) : Subscriber
{
    private static readonly string Readers = Sql.Read(typeof(SupportNotices).Assembly, "Notices/FindReaders.sql");

    public override string Name => "support.notices";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "reply.sent", "draft.escalated" };

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var byEvent = batch.ToDictionary(entry => entry.Id);
        var added = new List<NewNotice>();
        await using (var command = new NpgsqlCommand(Readers, connection))
        {
            command.Parameters.Add(Reads.Is(batch.Select(entry => entry.Id).ToArray()));
            command.Parameters.Add(Reads.Is(batch.Select(entry => entry.OrganizationId!.Value).ToArray()));
            command.Parameters.Add(Reads.Is(batch.Select(entry => entry.Type).ToArray()));
            command.Parameters.Add(Reads.Is(batch.Select(Conversation).ToArray()));
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                added.Add(Notice(byEvent[rows.GetGuid(0)], rows.GetGuid(1)));
            }
        }

        await notices.Add(connection, added, cancellation);
    }

    private static NewNotice Notice(LogEntry entry, Guid reader)
    {
        var conversation = Conversation(entry);
        return entry.Type is "reply.sent"
            ? new(SupportKinds.ReplySent, entry.SubjectId.ToString(), reader, null, entry.OrganizationId, new ReplyFacts(conversation, entry.ActorId!.Value), entry.Traceparent)
            : new(SupportKinds.DraftEscalated, entry.Id.ToString(), reader, null, entry.OrganizationId, new EscalatedFacts(conversation, entry.SubjectId), entry.Traceparent);
    }

    private static Guid Conversation(LogEntry entry) => System.Text.Json.JsonElement.Parse(entry.After!).GetProperty("conversation_id").GetGuid();
}
