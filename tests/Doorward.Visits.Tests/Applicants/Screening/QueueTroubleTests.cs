using System.Collections.Concurrent;
using System.Text.Json;
using Doorward.Testing;
using Doorward.Visits.Applicants.Screening;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Visits.Tests.Applicants.Screening;

/// <summary>What goes wrong between queue, database and process, and what must be true all the same.</summary>
public sealed class QueueTroubleTests
{
    [Fact]
    public async Task Killed_between_the_commit_and_the_deletion_it_does_nothing_twice()
    {
        var (queue, database) = (await TestQueue.Open(), await TestCluster.NewDatabase());
        await queue.Misbehaves("ReceiveMessage", "error");
        await queue.Misbehaves("DeleteMessageBatch", "silent");
        var settings = new Dictionary<string, string> { ["DOORWARD_SQS_URL"] = queue.Url.OriginalString };
        var first = await DoorwardProcess.Start(database, settings: settings);
        await using var killed = first;
        var agency = await Agency.Open(first);
        var (low, high, broken) = (Screened.Of(agency), Screened.Of(agency, "HIGH"), Screened.Of(agency).As("typed").Replace("\"email\"", "\"mail\"", StringComparison.Ordinal));
        foreach (var text in new[] { low.As("sns"), high.As("flat"), broken })
        {
            await queue.Send(text);
        }

        await queue.Misbehaves("ReceiveMessage", "hasty");
        await Eventually.So("all three are committed", async () => (await Kept(first.Database)).Count == 3, 60);
        await first.Kill();
        (await queue.Messages()).Count.ShouldBe(3);
        await queue.Misbehaves("DeleteMessageBatch", "good");
        await using var second = await DoorwardProcess.Start(database, settings: settings);
        await queue.IsEmpty();

        (await Kept(second.Database)).Order().ShouldBe(["accepted", "letter", "risk_too_high"]);
        (await second.Database.Texts("SELECT type FROM events.log WHERE type IN ('applicant.accepted', 'applicant.refused') ORDER BY type")).ShouldBe(["applicant.accepted", "applicant.refused"]);
        (await second.Database.Texts("SELECT external_id FROM visits.applicants")).ShouldBe([low.ApplicantId]);
        var said = first.Said + second.Said;
        new[] { low.Email, high.Email, low.Name, low.ApplicantId, JsonDocument.Parse(broken).RootElement.GetProperty("data").GetProperty("mail").GetString()! }
            .ShouldAllBe(word => !said.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("partial")]
    [InlineData("lost")]
    [InlineData("error")]
    public async Task What_is_deleted_in_part_or_not_at_all_is_deleted_later(string mode)
    {
        await using var node = await Node.Open();
        await node.Queue.Misbehaves("DeleteMessageBatch", mode);
        var events = Enumerable.Range(0, 4).Select(_ => Screened.Of(node.Agency)).ToList();
        await Task.WhenAll(events.Select(one => node.Queue.Send(one.As("typed"))));
        await Eventually.So("it was tried again", async () => (await node.Queue.Calls("DeleteMessageBatch")).Count >= 2, 60);

        await node.Queue.Misbehaves("DeleteMessageBatch", "good");
        await node.Queue.IsEmpty();

        (await node.Agency.Outcomes()).ShouldBe(Enumerable.Repeat("accepted", 4));
        (await node.Agency.Logged()).Count.ShouldBe(4);
        await node.IsReady();
    }

    [Fact]
    public async Task Events_of_other_types_stay_in_the_queue_untouched()
    {
        await using var node = await Node.Open();
        string[] foreign =
        [
            """{"event_type": "PROPERTY_CREATED.v1", "event_id": "1", "occurred_at": "2026-11-16T12:00:00Z", "data": {"applicant_id": "x"}}""",
            """{"event_type": "APPLICANT_SCREENED.v2", "data": {}}""",
            """{"type": "com.example.visit", "specversion": "1.0"}""",
            """{"Type": "Notification", "Message": "{\"event_type\": \"APPLICANT_SCREENING_REQUESTED.v1\"}"}""",
        ];
        foreach (var text in foreign)
        {
            await node.Queue.Send(text);
        }

        var (ours, seen) = (Screened.Of(node.Agency), Screened.Of(node.Agency));
        await node.Queue.Send(ours.As("flat"));
        await Eventually.So("ours is accepted", async () => (await node.Agency.Outcomes()).Count == 1, 60);
        await node.Queue.Send(seen.As("flat"));
        await Eventually.So("only theirs are left", async () => (await node.Queue.Messages()).Count == foreign.Length, 60);

        (await node.Queue.Messages()).ShouldBe(foreign, ignoreOrder: true);
        (await node.Queue.Calls("DeleteMessageBatch")).Sum(call => call.Entries).ShouldBe(2);
        (await node.Queue.Calls("ChangeMessageVisibilityBatch")).Where(call => call.Visibility == 0).ShouldBeEmpty("none is handed back to be received again at once");
        node.Warnings.Count(line => line.Contains("messages of other types", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_database_is_slow_or_cut_off_messages_stay_hidden_and_are_recorded_once()
    {
        await using var node = await Node.Open(visibilitySeconds: 3);
        await using var connection = await node.Desk.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Lock(connection);
        await node.Queue.Send(Screened.Of(node.Agency).As("typed"));
        await Eventually.So("it waits for the lock", () => IsWaiting(node), 60);

        await Eventually.So("it is kept hidden", async () => (await node.Queue.Calls("ChangeMessageVisibilityBatch")).Count(call => call is { Entries: 1, Visibility: 3 }) >= 2, 60);
        await node.Desk.Database.Do("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await Eventually.So("it tries again", () => IsWaiting(node), 60);
        (await node.Desk.Http.SendAsync(new(HttpMethod.Get, new Uri(node.Desk.Address, "/health/ready")), CancellationToken.None)).IsSuccessStatusCode.ShouldBeTrue();
        await transaction.RollbackAsync();
        await node.Queue.IsEmpty();

        (await node.Agency.Outcomes()).ShouldBe(["accepted"]);
        (await node.Agency.Logged()).Count.ShouldBe(1);
        await node.IsReady();
    }

    [Fact]
    public async Task What_was_received_and_not_recorded_is_handed_back_when_the_node_stops()
    {
        var node = await Node.Open(visibilitySeconds: 600);
        await using var database = NpgsqlDataSource.Create(node.Desk.ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Lock(connection);
        await node.Queue.Send(Screened.Of(node.Agency).As("typed"));
        await Eventually.So("it waits for the lock", () => IsWaiting(node), 60);

        var stopping = node.DisposeAsync().AsTask();
        await Eventually.So("it is handed back", async () => (await node.Queue.Calls("ChangeMessageVisibilityBatch")).Any(call => call is { Entries: 1, Visibility: 0 }), 60);
        await transaction.RollbackAsync();
        await stopping;

        (await node.Queue.Messages()).Count.ShouldBe(1);
        await using var other = await Node.Open(node);
        await node.Queue.IsEmpty();
        (await database.Texts("SELECT outcome FROM visits.screenings")).ShouldBe(["accepted"]);
    }

    [Theory]
    [InlineData("error", "500 InternalFailure")]
    [InlineData("garbage", "no JSON")]
    [InlineData("silent", "in time")]
    public async Task While_the_queue_is_out_one_warning_is_given_and_readiness_says_so_without_holding_up_requests(string mode, string reason)
    {
        await using var node = await Node.Open(mode: mode);
        await Eventually.So("it tries again and again", async () => (await node.Queue.Calls("ReceiveMessage")).Count >= 3, 60);

        using var answer = await node.Desk.Http.SendAsync(new(HttpMethod.Get, new Uri(node.Desk.Address, "/health/ready")), CancellationToken.None);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
        await node.Queue.Misbehaves("ReceiveMessage", "good");
        await node.Queue.Send(Screened.Of(node.Agency).As("typed"));
        await node.Queue.IsEmpty();

        (await node.Agency.Outcomes()).ShouldBe(["accepted"]);
        await node.IsReady();
        node.Warnings.Count(line => line.Contains("Receiving from the queue", StringComparison.Ordinal)).ShouldBe(1);
        node.Warnings.ShouldAllBe(line => !line.Contains("secret words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_fails_by_itself_becomes_a_dead_letter_and_the_others_of_its_batch_go_on()
    {
        await using var node = await Node.Open();
        await node.Desk.Database.Do("ALTER TABLE visits.applicants ADD CONSTRAINT applicants_not_this_one CHECK (name <> 'Poison')");
        var (poison, good) = (Screened.Of(node.Agency) with { Name = "Poison" }, Screened.Of(node.Agency));
        await node.Queue.Send(poison.As("typed"));
        await node.Queue.Send(good.As("typed"));

        await node.Queue.IsEmpty();

        (await node.Agency.Applicants()).ShouldHaveSingleItem()!["external_id"]!.ToString().ShouldBe(good.ApplicantId);
        (await node.Desk.Letter(poison.ApplicantId)).ShouldNotBeNull().Reason.ShouldBe("It could not be stored: 23514.");
    }

    [Fact]
    public async Task Two_nodes_side_by_side_take_each_event_once()
    {
        await using var one = await Node.Open();
        await using var other = await Node.Open(one, receivers: 2);
        var events = Enumerable.Range(0, 12).Select(n => Screened.Of(one.Agency, n % 3 == 0 ? "HIGH" : "LOW")).ToList();

        await Task.WhenAll(events.SelectMany(one => new[] { one.As("typed"), one.As("sns"), one.As("flat") }).Select(text => one.Queue.Send(text)));
        await one.Queue.IsEmpty();

        (await one.Agency.Outcomes()).Order().ShouldBe(events.Select(one => one.Level == "HIGH" ? "risk_too_high" : "accepted").Order());
        (await one.Agency.Logged()).Count.ShouldBe(12);
        (await one.Agency.Applicants()).Count.ShouldBe(8);
    }

    [Fact]
    public async Task An_event_that_names_no_organization_is_the_queue_s_and_one_that_names_another_system_s_is_translated()
    {
        await using var plain = await Node.Open();
        var (agency, queue) = (plain.Agency, await TestQueue.Open());
        await using var desk = await Desk.Open(plain.Desk.ConnectionString, screening: new ScreeningSettings
        {
            Queue = queue.Settings(), Organization = agency.Slug, Organizations = new Dictionary<string, string> { ["7f1c-their-id"] = agency.Id.ToString() },
        });
        var (unnamed, theirs) = (Screened.Of(agency), Screened.Of(agency) with { Organization = "7f1c-their-id" });

        await queue.Send(unnamed.As("flat").Replace("organization_id", "owner_id", StringComparison.Ordinal));
        await queue.Send(theirs.As("typed"));
        await queue.IsEmpty();

        (await agency.Applicants()).Select(one => (string)one!["external_id"]!).ShouldBe([unnamed.ApplicantId, theirs.ApplicantId], ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<string>> Kept(NpgsqlDataSource database) =>
        await database.Texts("SELECT outcome FROM visits.screenings UNION ALL SELECT 'letter' FROM events.jobs WHERE kind = 'visits.screening' AND dead_at IS NOT NULL");

    private static async Task Lock(NpgsqlConnection connection)
    {
        await using var shut = new NpgsqlCommand("LOCK TABLE visits.screenings IN ACCESS EXCLUSIVE MODE", connection);
        await shut.ExecuteNonQueryAsync();
    }

    private static async Task<bool> IsWaiting(Node node) => (await node.Desk.Database.Texts(
        "SELECT 'yes' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'doorward commands'")).Count > 0;

    /// <summary>A desk and a queue of a test's own, and what the desk warned of.</summary>
    private sealed class Node(Desk desk, TestQueue queue, Agency agency, ConcurrentQueue<string> warnings) : IAsyncDisposable
    {
        public Desk Desk { get; } = desk;

        public TestQueue Queue { get; } = queue;

        public Agency Agency { get; } = agency;

        public ConcurrentQueue<string> Warnings { get; } = warnings;

        public static async Task<Node> Open(int visibilitySeconds = 30, string mode = "good")
        {
            var queue = await TestQueue.Open();
            await queue.Misbehaves("ReceiveMessage", mode);
            var (desk, warnings) = await Open(null, queue, visibilitySeconds, 1, mode);
            return new Node(desk, queue, await Agency.Open(desk), warnings);
        }

        /// <summary>Another node on the same database and queue.</summary>
        public static async Task<Node> Open(Node beside, int receivers = 1)
        {
            var (desk, warnings) = await Open(beside.Desk.ConnectionString, beside.Queue, 30, receivers, "good");
            return new Node(desk, beside.Queue, beside.Agency, warnings);
        }

        /// <summary>Every part says so.</summary>
        public Task IsReady() => Eventually.So("every part is ready", async () =>
        {
            using var answer = await Desk.Http.SendAsync(new(HttpMethod.Get, new Uri(Desk.Address, "/health/ready")), CancellationToken.None);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("parts").GetProperty("sqs").GetString() == "ready";
        });

        public ValueTask DisposeAsync() => Desk.DisposeAsync();

        private static async Task<(Desk Desk, ConcurrentQueue<string> Warnings)> Open(string? database, TestQueue queue, int visibilitySeconds, int receivers, string mode)
        {
            var warnings = new ConcurrentQueue<string>();
            var settings = queue.Settings(visibilitySeconds);
            var desk = await Desk.Open(
                database,
                services: services => services
                    .Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Warning)
                    .AddSingleton<ILoggerProvider>(new Recorder(warnings)),
                screening: new ScreeningSettings
                {
                    Queue = mode == "silent" ? settings with { WaitSeconds = 1, PatienceSeconds = 1 } : settings,
                    DrainFor = TimeSpan.FromMilliseconds(200), Receivers = receivers,
                });
            return (desk, warnings);
        }
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(lines);

        public void Dispose()
        {
        }

        private sealed class Line(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
