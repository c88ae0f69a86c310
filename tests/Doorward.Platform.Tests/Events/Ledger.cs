using Doorward.Platform.Events;
using Doorward.Platform.Events.Bus;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Platform.Postgres.Migrations;
using Doorward.Redis;
using Doorward.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

/// <summary>A database with a log, and as many nodes on it as a test wants.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly List<LedgerNode> _nodes = [];

    private Ledger(string connectionString)
    {
        ConnectionString = connectionString;
        Database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    public static async Task<Ledger> Open()
    {
        var ledger = new Ledger(await TestCluster.EmptyDatabase());
        await new Migrator([PlatformModule.Module]).Apply(ledger.Database, default);
        return ledger;
    }

    public LedgerNode Node()
    {
        var node = new LedgerNode(ConnectionString);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A row a type, in one transaction.</summary>
    public Task Write(params string[] types) => Database.Do(Insert(types));

    public static string Insert(params string[] types) =>
        $"INSERT INTO events.log (type, subject_id) SELECT t, platform.uuid_v7() FROM unnest(ARRAY['{string.Join("','", types)}']) t";

    /// <summary>The whole log in its final order, read without any of our code.</summary>
    public async Task<IReadOnlyList<LogCursor>> Order()
    {
        await using var command = Database.CreateCommand("SELECT tx, seq FROM events.log ORDER BY tx, seq");
        await using var rows = await command.ExecuteReaderAsync();
        var order = new List<LogCursor>();
        while (await rows.ReadAsync())
        {
            order.Add(new LogCursor(rows.GetFieldValue<ulong>(0), rows.GetInt64(1)));
        }

        return order;
    }

    /// <summary>Writers that begin, dawdle and commit in every order; one in eight rolls back.</summary>
    public Task Scribble(int writers, int transactions) => Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
    {
        var random = new Random(writer);
        await using var connection = await Database.OpenConnectionAsync();
        for (var n = 0; n < transactions; n++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var pauses = random.NextDouble() < 0.3 ? $"; SELECT pg_sleep({random.NextDouble() / 30:0.0000})" : "";
            await using (var write = new NpgsqlCommand(Insert($"w{writer}.{n}") + pauses + "; " + Insert(Enumerable.Repeat("more", random.Next(1, 4)).ToArray()), connection))
            {
                await write.ExecuteNonQueryAsync();
            }

            await (random.Next(8) == 0 ? transaction.RollbackAsync() : transaction.CommitAsync());
        }
    }));

    /// <summary>Stops all nodes in order.</summary>
    public Task Stop() => Task.WhenAll(_nodes.Select(node => node.Stop()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Database.DisposeAsync();
    }
}

/// <summary>A process's share in the log.</summary>
internal sealed class LedgerNode : IAsyncDisposable
{
    private readonly List<IHostedService> _running = [];
    private RedisClient? _redis;

    public LedgerNode(string connectionString)
    {
        Database = NpgsqlDataSource.Create(connectionString);
        Reader = new LogReader(Database);
        Feed = new LogFeed(Reader, Signal, TimeProvider.System, NullLogger<LogFeed>.Instance);
        Cursors = new CursorStore(Database, Me);
        Handled = new HandledStore(Database);
        Commands = new CommandDatabase(connectionString);
        Jobs = new JobStore(Database, Commands, Me);
        Tail = new LiveTail(Reader, Feed, new EventCatalogue([], []), Database, TimeProvider.System, NullLogger<LiveTail>.Instance);
    }

    public Node Me { get; } = new();

    public NpgsqlDataSource Database { get; }

    public CommandDatabase Commands { get; }

    public LogSignal Signal { get; } = new();

    public LogReader Reader { get; }

    public LogFeed Feed { get; }

    public CursorStore Cursors { get; }

    public HandledStore Handled { get; }

    public JobStore Jobs { get; }

    public JobPlaces Places { get; } = new();

    public LiveTail Tail { get; }

    public Task Follow(Subscriber subscriber, TimeProvider? time = null) =>
        Run(new SubscriberLoop(subscriber, Cursors, Handled, Feed, Signal, Places, Commands, Me, time ?? TimeProvider.System, NullLogger<SubscriberLoop>.Instance));

    /// <summary>As <see cref="Follow"/>, with Redis carrying the events.</summary>
    public async Task Consume(Subscriber subscriber, RedisSettings settings, EventCatalogue catalogue, TimeProvider? time = null)
    {
        var handover = new Handover(Commands, Signal);
        await Run(new Consumer(subscriber, handover, Handled, Redis(settings), settings, catalogue, Me, time ?? TimeProvider.System, NullLogger<Consumer>.Instance));
        await Run(new Sweep(subscriber, Handled, handover, Cursors, Feed, time ?? TimeProvider.System, NullLogger<Sweep>.Instance));
    }

    public Task Work(JobHandler handler, TimeProvider? time = null) => Run(new JobLoop(handler, Jobs, Places, Signal, time ?? TimeProvider.System, NullLogger<JobLoop>.Instance));

    public Task Publish(RedisSettings settings, EventCatalogue catalogue)
    {
        var publication = new Publication(Redis(settings), settings, catalogue, TimeProvider.System);
        return Run(new RedisPublisher(publication, Cursors, Feed, Database, TimeProvider.System, NullLogger<RedisPublisher>.Instance));
    }

    public Task StartTail() => Run(Tail);

    /// <summary>Reads on where the log grows, as the other services of a node expect.</summary>
    public Task Feeds() => _running.Contains(Feed) ? Task.CompletedTask : Start(Feed);

    public Task Ring() => Run(new NodeBell(Database, Signal, Me, TimeProvider.System, NullLogger<NodeBell>.Instance, []));

    public async Task Stop()
    {
        foreach (var service in Enumerable.Reverse(_running))
        {
            await service.StopAsync(default);
        }

        _running.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Commands.DisposeAsync();
        await Database.DisposeAsync();
    }

    private RedisClient Redis(RedisSettings settings) => _redis ??= new RedisClient(settings.Server);

    private async Task Run(IHostedService service)
    {
        await Feeds();
        await Start(service);
    }

    private Task Start(IHostedService service)
    {
        _running.Add(service);
        return service.StartAsync(default);
    }
}

/// <summary>Time stands still: what waits for it waits for ever, and goes on only when it is woken.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // it never was
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
