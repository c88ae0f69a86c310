using Doorward.Platform.Commands;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Platform.Tests.Commands;

internal sealed record Parcel(int Weight = 1, string Label = "", int Route = 1, Guid Key = default, Guid OtherKey = default)
{
    public const int DividesByZero = 13;
    public const int IsOvertakenTwice = 77;
    public const int IsForgotten = 99;

    public Guid Id { get; } = Guid.CreateVersion7();
}

internal sealed record Receipt(string Code, string Batch, long Arrival);

/// <summary>A command on a table of the test's own, behind a gate that the test can shut: a statement in the middle is then held there.</summary>
internal sealed class ParcelStatement(string name) : CommandStatement<Parcel, Receipt>
{
    public override string Name => name;

    public override string Text => """
        WITH asked AS (
            SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (id, weight, label, route, n)
        ),
        gate AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(7)),
        taken AS (
            INSERT INTO parcels (id, weight, label, route, share)
            SELECT id, weight, label, route, 100 / (weight - 13) FROM asked, gate ORDER BY n
            RETURNING id, arrival
        )
        SELECT a.n, 'taken', pg_current_xact_id()::text, t.arrival FROM asked a JOIN taken t USING (id) WHERE a.weight <> 99 ORDER BY a.n
        """;

    public override void Bind(Parameters parameters, IReadOnlyList<Parcel> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Integer, c => c.Weight)
        .Add(commands, NpgsqlDbType.Text, c => c.Label is "unbindable" ? throw new FormatException("unbindable") : c.Label)
        .Add(commands, NpgsqlDbType.Integer, c => c.Route);

    public override Receipt Read(NpgsqlDataReader row, Parcel command) => command.Label is "unreadable"
        ? throw new InvalidCastException("unreadable")
        : new(row.GetString(1), row.GetString(2), row.GetInt64(3));

    public override (Guid First, Guid Second) Alone(Parcel command) => (command.Key, command.OtherKey);

    public override Receipt? Violates(string constraint, Parcel command) => constraint is "parcels_weigh_something" ? new("weightless", "", 0) : null;

    public override bool WasOvertaken(string constraint) => constraint is "parcels_were_overtaken";
}

/// <summary>A database, a batcher in front of it, and the gate.</summary>
internal sealed class Depot : IAsyncDisposable
{
    private readonly CommandDatabase _commands;
    private readonly IHostedService _service;
    private readonly NpgsqlConnection _keeper;

    private Depot(string connectionString, NpgsqlDataSource database, NpgsqlConnection keeper, string name, BatcherOptions options)
    {
        (ConnectionString, Database, _keeper, Name) = (connectionString, database, keeper, name);
        _commands = new CommandDatabase(connectionString);
        Runner = new BatchRunner(_commands, Signal, NullLogger<BatchRunner>.Instance);
        Batcher = new CommandBatcher<Parcel, Receipt>(new ParcelStatement(name), Runner, options);
        _service = Batcher;
    }

    public string ConnectionString { get; }

    public string Name { get; }

    public NpgsqlDataSource Database { get; }

    public LogSignal Signal { get; } = new();

    public BatchRunner Runner { get; }

    public CommandBatcher<Parcel, Receipt> Batcher { get; }

    public static async Task<Depot> Open(BatcherOptions? options = null)
    {
        var connectionString = await TestCluster.EmptyDatabase();
        var database = NpgsqlDataSource.Create(connectionString);
        await database.Do("""
            CREATE TABLE routes (number int PRIMARY KEY);
            INSERT INTO routes VALUES (1);
            CREATE SEQUENCE tries;
            CREATE TABLE parcels (
                id uuid PRIMARY KEY, weight int NOT NULL, label text NOT NULL, share int NOT NULL,
                arrival bigint GENERATED ALWAYS AS IDENTITY,
                route int NOT NULL CONSTRAINT parcels_of_a_route REFERENCES routes DEFERRABLE INITIALLY DEFERRED,
                CONSTRAINT parcels_weigh_something CHECK (weight > 0),
                CONSTRAINT parcels_are_light CHECK (weight < 1000),
                CONSTRAINT parcels_were_overtaken CHECK (weight <> 77 OR nextval('tries') > 2)
            );
            """);
        return new Depot(connectionString, database, await database.OpenConnectionAsync(), $"parcel-{Guid.CreateVersion7():N}", options ?? new BatcherOptions());
    }

    public Task<Receipt> Submit(Parcel parcel, CancellationToken cancellation = default) => Batcher.Submit(parcel, cancellation);

    public Task<Receipt>[] SubmitAll(IEnumerable<Parcel> parcels) => [.. parcels.Select(parcel => Submit(parcel))];

    /// <summary>Shuts the gate and sends one command up to it: from now on everything queues.</summary>
    public async Task<Task<Receipt>> Hold(Parcel? parcel = null, CancellationToken cancellation = default)
    {
        await Keeper("SELECT pg_advisory_lock(7)");
        var held = Submit(parcel ?? new Parcel(), cancellation);
        await Eventually.So("a statement waits at the gate", AnyoneAtTheGate);
        return held;
    }

    public Task OpenTheGate() => Keeper("SELECT pg_advisory_unlock(7)");

    public Task<bool> AnyoneAtTheGate() => Database.Ask<bool>(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))");

    public Task<long> Stored() => Database.Ask<long>("SELECT count(*) FROM parcels");

    /// <summary>Ends the connections that carry commands, as a failover does.</summary>
    public Task<long> CutTheConnections() => Database.Ask<long>(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'doorward commands'");

    public Task Stop(CancellationToken patience = default) => _service.StopAsync(patience);

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        await _commands.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task Keeper(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _keeper);
        await command.ExecuteNonQueryAsync();
    }
}
