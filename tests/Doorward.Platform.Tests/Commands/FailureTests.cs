using Doorward.Platform.Commands;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Tests.Commands;

public sealed class FailureTests
{
    public static TheoryData<int, string, int, string> Guilty { get; } = new()
    {
        { 5000, "", 1, "parcels_are_light" },
        { Parcel.DividesByZero, "", 1, "22012" },
        { 1, "a\0b", 1, "22021" },
        { 1, "", 404, "parcels_of_a_route" },
        { Parcel.IsForgotten, "", 1, "no row" },
        { 1, "unbindable", 1, "unbindable" },
        { 1, "\ud800", 1, "" },
        { 1, "unreadable", 1, "unreadable" },
    };

    [Theory]
    [MemberData(nameof(Guilty))]
    public async Task A_failing_command_never_takes_its_neighbours_with_it(int weight, string label, int route, string reason)
    {
        await using var depot = await Depot.Open();
        await depot.Hold();
        var before = depot.SubmitAll([new Parcel(), new Parcel()]);
        var guilty = depot.Submit(new Parcel(weight, label, route));
        var after = depot.SubmitAll([new Parcel(), new Parcel()]);
        await depot.OpenTheGate();

        var failure = await Should.ThrowAsync<Exception>(() => guilty);
        (failure is PostgresException refusal ? $"{refusal.SqlState} {refusal.ConstraintName}" : failure.Message).ShouldContain(reason);
        failure.ShouldNotBeOfType<OutcomeUnknown>();
        (await Task.WhenAll([.. before, .. after])).ShouldAllBe(receipt => receipt.Code == "taken");
        (await depot.Submit(new Parcel())).Code.ShouldBe("taken");
        (await depot.Database.Ask<long>("SELECT count(*) - count(DISTINCT id) FROM parcels")).ShouldBe(0);
    }

    [Fact]
    public async Task A_violated_constraint_with_a_meaning_is_an_outcome()
    {
        await using var depot = await Depot.Open();
        (await depot.Submit(new Parcel(Weight: 0))).Code.ShouldBe("weightless");

        await depot.Hold();
        var receipts = depot.SubmitAll([new Parcel(), new Parcel(Weight: -1), new Parcel(Weight: 0), new Parcel()]);
        await depot.OpenTheGate();
        (await Task.WhenAll(receipts)).Select(receipt => receipt.Code).ShouldBe(["taken", "weightless", "weightless", "taken"]);
    }

    [Fact]
    public async Task An_overtaken_command_is_carried_out_on_a_fresh_snapshot()
    {
        await using var depot = await Depot.Open();
        await depot.Hold();
        var waiting = depot.SubmitAll([new Parcel(), new Parcel(Parcel.IsOvertakenTwice), new Parcel()]);
        await depot.OpenTheGate();
        (await Task.WhenAll(waiting)).ShouldAllBe(receipt => receipt.Code == "taken");
    }

    [Fact]
    public async Task One_that_is_overtaken_for_ever_is_given_up()
    {
        await using var depot = await Depot.Open(new BatcherOptions { Attempts = 2 });
        var failure = await Should.ThrowAsync<CommandOvertaken>(() => depot.Submit(new Parcel(Parcel.IsOvertakenTwice)));
        failure.InnerException.ShouldBeOfType<PostgresException>().ConstraintName.ShouldBe("parcels_were_overtaken");
        failure.Refusal.Status.ShouldBe(503);
        (await depot.Submit(new Parcel())).Code.ShouldBe("taken");
    }

    [Fact]
    public async Task An_error_at_the_commit_is_not_reported_as_a_success()
    {
        await using var depot = await Depot.Open();
        var failure = await Should.ThrowAsync<PostgresException>(() => depot.Submit(new Parcel(Route: 404)));
        failure.ConstraintName.ShouldBe("parcels_of_a_route");
        (await depot.Stored()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_deadlock_is_run_again(int commands)
    {
        await using var depot = await Depot.Open();
        await depot.Database.Do("CREATE TABLE doors (n int PRIMARY KEY); INSERT INTO doors VALUES (1), (2)");
        // Who waits looks for a deadlock once: late enough that the circle is closed by then, however slow the machine is.
        await depot.Database.Do($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(depot.ConnectionString).Database} SET deadlock_timeout = '8s'");
        await using var database = new CommandDatabase(depot.ConnectionString);
        var batcher = new CommandBatcher<Walk, Receipt>(
            new WalkStatement(), new BatchRunner(database, new LogSignal(), NullLogger<BatchRunner>.Instance), new BatcherOptions());

        await using var other = await depot.Database.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await On(other, "SET LOCAL deadlock_timeout = '1min'");
        await On(other, "SELECT FROM doors WHERE n = 1 FOR UPDATE");
        var walks = Enumerable.Range(0, commands).Select(_ => batcher.Submit(new Walk(), default)).ToArray();
        await Eventually.So("it waits for the first door", () => depot.Database.Ask<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'doorward commands' AND wait_event_type = 'Lock')"));
        // Whoever looks first is the victim: theirs looks at once and again, ours a minute later.
        await On(other, "SELECT FROM doors WHERE n = 2 FOR UPDATE");
        await transaction.CommitAsync();

        (await Task.WhenAll(walks)).ShouldAllBe(receipt => receipt.Code == "walked");
        await Eventually.So("the deadlock is counted", async () =>
            await depot.Database.Ask<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") > 0);
    }

    [Fact]
    public async Task Two_nodes_that_lock_against_each_other_lose_no_command()
    {
        await using var depot = await Depot.Open();
        await depot.Database.Do("CREATE TABLE doors (n int PRIMARY KEY); INSERT INTO doors VALUES (1), (2); CREATE TABLE steps (way boolean)");
        await DetectDeadlocksSoon(depot);
        await using var database = new CommandDatabase(depot.ConnectionString);
        var runner = new BatchRunner(database, new LogSignal(), NullLogger<BatchRunner>.Instance);
        var nodes = new[] { true, false }.Select(way => new CommandBatcher<Walk, Receipt>(new CrossingStatement(way), runner, new BatcherOptions { Attempts = 50 })).ToArray();

        var walks = Enumerable.Range(0, 60).Select(n => nodes[n % 2].Submit(new Walk(), default)).ToArray();
        (await Task.WhenAll(walks)).Length.ShouldBe(60);
        (await depot.Database.Ask<long>("SELECT count(*) FROM steps")).ShouldBe(60);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_leaves_the_outcome_unknown()
    {
        await using var depot = await Depot.Open();
        var held = await depot.Hold();
        (await depot.CutTheConnections()).ShouldBe(1);

        var unknown = await Should.ThrowAsync<OutcomeUnknown>(() => held);
        unknown.Refusal.Status.ShouldBe(503);
        unknown.Refusal.Code.ShouldBe("outcome_unknown");
        await depot.OpenTheGate();
        (await depot.Submit(new Parcel())).Code.ShouldBe("taken");
    }

    [Fact]
    public async Task A_connection_that_was_cut_while_nobody_used_it_is_noticed_before_a_statement_is_sent()
    {
        await using var depot = await Depot.Open();
        var clock = new Identity.Tokens.HeldClock();
        await using var database = new CommandDatabase(depot.ConnectionString, clock);
        var batcher = new CommandBatcher<Parcel, Receipt>(
            new ParcelStatement("parcel"), new BatchRunner(database, new LogSignal(), NullLogger<BatchRunner>.Instance), new BatcherOptions());
        (await batcher.Submit(new Parcel(), default)).Code.ShouldBe("taken");

        for (var cut = 0; cut < 3; cut++)
        {
            (await depot.CutTheConnections()).ShouldBe(1);
            clock.Passes(TimeSpan.FromSeconds(2));
            (await batcher.Submit(new Parcel(), default)).Code.ShouldBe("taken");
        }

        (await depot.Stored()).ShouldBe(4);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_to_be_unavailable()
    {
        await using var database = new CommandDatabase("Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=2");
        var batcher = new CommandBatcher<Parcel, Receipt>(
            new ParcelStatement("parcel"), new BatchRunner(database, new LogSignal(), NullLogger<BatchRunner>.Instance), new BatcherOptions());
        var failures = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Should.ThrowAsync<DatabaseUnavailable>(() => batcher.Submit(new Parcel(), default))));
        failures.ShouldAllBe(failure => failure.Refusal.Status == 503);
    }

    // The first look at a lock that is not had goes by this; the default of a second would only make the test slow.
    private static Task<int> DetectDeadlocksSoon(Depot depot) =>
        depot.Database.Do("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''20ms''', current_database()); END $$");

    private static async Task On(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Walk;

    /// <summary>Takes the second door, then the first.</summary>
    private sealed class WalkStatement : CommandStatement<Walk, Receipt>
    {
        public override string Text => """
            WITH second AS MATERIALIZED (SELECT n FROM doors WHERE n = 2 FOR UPDATE),
                 first AS MATERIALIZED (SELECT n FROM doors WHERE n = (SELECT n - 1 FROM second) FOR UPDATE)
            SELECT t.n, (SELECT n FROM first) FROM unnest($1) WITH ORDINALITY AS t (x, n)
            """;

        public override void Bind(Parameters parameters, IReadOnlyList<Walk> commands) => parameters.Add(commands, NpgsqlDbType.Integer, _ => 0);

        public override Receipt Read(NpgsqlDataReader row, Walk command) => new("walked", "", row.GetInt32(1));
    }

    /// <summary>Takes both doors, this way or the other, and leaves a step.</summary>
    private sealed class CrossingStatement(bool way) : CommandStatement<Walk, Receipt>
    {
        public override string Text => $"""
            WITH one AS MATERIALIZED (SELECT n FROM doors WHERE n = {(way ? 1 : 2)} FOR UPDATE),
                 pause AS MATERIALIZED (SELECT pg_sleep(0.002) FROM one),
                 two AS MATERIALIZED (SELECT d.n FROM doors d, pause WHERE d.n = {(way ? 2 : 1)} FOR UPDATE OF d),
                 step AS (INSERT INTO steps SELECT {(way ? "true" : "false")} FROM unnest($1), two)
            SELECT t.n, 1 FROM unnest($1) WITH ORDINALITY AS t (x, n)
            """;

        public override void Bind(Parameters parameters, IReadOnlyList<Walk> commands) => parameters.Add(commands, NpgsqlDbType.Integer, _ => 0);

        public override Receipt Read(NpgsqlDataReader row, Walk command) => new("walked", "", 0);
    }
}
