using System.Collections.Frozen;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Support.Copilot.Runs;
using Doorward.Visits.Holds;
using Npgsql;

namespace Doorward.Support.Copilot;

/// <summary>
/// Gives back the slots that a draft held as soon as it is not what will be sent next: it was rejected, superseded or sent, or a person handed it on,
/// which may take days. The one that was booked with the reply is a booking by then and no hold.
/// </summary>
internal sealed class ReleaseHolds(SlotHolds holds) : Subscriber
{
    public override string Name => "copilot.holds";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "draft.rejected", "draft.superseded", "draft.escalated", "reply.sent" };

    public override IReadOnlySet<string> Makes => FrozenSet<string>.Empty;

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var ended = batch.Where(entry => entry.OrganizationId is not null && Ends(entry)).ToList();
        if (ended.Count == 0)
        {
            return;
        }

        foreach (var (organization, draft, traceparent) in await Holding(ended, connection, cancellation))
        {
            await holds.Release(connection, organization, Offer.KeyOf(draft), traceparent, cancellation);
        }
    }

    // Nobody is behind a draft that the copilot itself escalates: that one is as fresh as any.
    private static bool Ends(LogEntry entry) => entry.Type is not "draft.escalated" || entry.ActorId is not null;

    private static async Task<List<(Guid Organization, Guid Draft, string? Traceparent)>> Holding(IReadOnlyList<LogEntry> ended, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql.Of<ReleaseHolds>(), connection);
        command.Parameters.Add(Reads.Is(ended.Select(entry => entry.OrganizationId!.Value).ToArray()));
        command.Parameters.Add(Reads.Is(ended.Select(entry => entry.SubjectId).ToArray()));
        command.Parameters.Add(Reads.Is(ended.Select(entry => entry.Traceparent).ToArray()));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var holding = new List<(Guid, Guid, string?)>();
        while (await rows.ReadAsync(cancellation))
        {
            holding.Add((rows.GetGuid(0), rows.GetGuid(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
        }

        return holding;
    }
}
