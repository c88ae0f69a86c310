using Doorward.Testing;
using Npgsql;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

public sealed class LogOrderTests
{
    /// <summary>
    /// A batch has its transaction id from its first lock. What it meets at a later lock may carry a younger id: were it to go on from there, its
    /// events would stand in the log before the events that came before them.
    /// </summary>
    [Fact]
    public async Task The_log_tells_the_changes_of_a_slot_in_the_order_in_which_they_happened()
    {
        var (first, second) = await TwoNodes.Start();
        await using var closeFirst = first;
        await using var closeSecond = second;
        var agency = await Agency.Open(first);
        var agent = await agency.Agent();
        var ana = (await agency.Applicant("Ana")).At(second);
        var property = await agent.CreatesProperty();
        var slots = new List<Guid>();
        for (var hour = 0; hour < 4; hour++)
        {
            slots.Add((await agent.Opens(property, agency.Tomorrow(hour))).Id);
        }

        var (gate, early, middle, late) = (slots[3], slots[0], slots[1], slots[2]);
        var booking = (await ana.Books(late)).Id;

        // behind the gate three cancellations gather to one batch; it locks the early slot and waits for the middle one
        await using var gateHolder = await Hold(first, gate);
        var all = new List<Task<Answer>> { agent.CancelsSlot(gate) };
        await Waiting(first, 1);
        await using var middleHolder = await Hold(first, middle);
        all.AddRange([agent.CancelsSlot(early), agent.CancelsSlot(middle), agent.CancelsSlot(late)]);
        await AtOnce(Enumerable.Repeat(() => agent.Get($"slots/{gate}"), 50)); // by then they have arrived
        await gateHolder.DisposeAsync();
        await all[0];
        await Waiting(first, 1);

        (await ana.CancelsBooking(booking)).Code.ShouldBe(204);
        await middleHolder.DisposeAsync();

        (await Task.WhenAll(all)).ShouldAllBe(answer => answer.Code == 204);
        (await HistoryChecker.Check(first.Database, new Witness())).ShouldBeEmpty();
    }

    /// <summary>Somebody else's transaction that has a slot locked until it is disposed of.</summary>
    private static async Task<NpgsqlConnection> Hold(Desk desk, Guid slot)
    {
        var connection = await desk.Database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; SELECT FROM visits.slots WHERE id = '{slot}' FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task Waiting(Desk desk, int statements) => (await Eventually.Is(
        async () =>
        {
            await using var command = desk.Database.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'doorward commands' AND wait_event_type = 'Lock'");
            return (long)(await command.ExecuteScalarAsync())! == statements;
        },
        TimeSpan.FromSeconds(10))).ShouldBeTrue();
}
