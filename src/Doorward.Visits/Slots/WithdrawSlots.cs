using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Slots;

/// <summary>
/// When somebody leaves the staff, nobody is there to show their open slots: they are cancelled. A visit that is booked with them is not
/// cancelled behind the applicant's back; an owner sees it among the unattended slots and decides.
/// </summary>
internal sealed class WithdrawSlots(LogSignal committed, TimeProvider time) : Subscriber
{
    public override string Name => "visits.withdraw_slots";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "member.left", "api_key.revoked" };

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var gone = batch.Where(entry => entry.OrganizationId is not null).ToList();
        await using var command = new NpgsqlCommand(Sql.Of<WithdrawSlots>(), connection);
        command.Parameters.Add(Reads.Is(gone.Select(entry => entry.OrganizationId!.Value).ToArray()));
        command.Parameters.Add(Reads.Is(gone.Select(entry => entry.SubjectId).ToArray()));
        command.Parameters.Add(Reads.Is(time.GetUtcNow()));
        if (await command.ExecuteNonQueryAsync(cancellation) > 0)
        {
            committed.Pulse();
        }
    }
}
