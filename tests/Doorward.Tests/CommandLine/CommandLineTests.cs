using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.CommandLine;

public sealed class CommandLineTests
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    [Fact]
    public async Task All_that_is_wrong_with_the_settings_is_told_at_once_each_with_its_remedy()
    {
        var (code, _, error) = await DoorwardProcess.Run(
            ["--urls", "nowhere"], ("DATABASE_URL", "nonsense"), ("DOORWARD_HTTP__BODY_BYTES", "x"), ("DOORWARD_ISSUERS__0__ISSUER", "https://x.example"));
        code.ShouldBe(2);
        error.ShouldContain("4 settings need attention");
        error.ShouldContain("DATABASE_URL:");
        error.ShouldContain("Or leave it out");
        error.ShouldContain("DOORWARD_HTTP__BODY_BYTES");
        error.ShouldContain("Issuers");
        error.ShouldContain("nowhere is no address to listen on");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_bad_ASPNETCORE_URLS_is_told_too()
    {
        var (code, _, error) = await DoorwardProcess.Run([], ("DATABASE_URL", "postgres://x@localhost/x"), ("ASPNETCORE_URLS", "http://localhost:99999"));
        code.ShouldBe(2);
        error.ShouldContain("http://localhost:99999 is no address to listen on");
    }

    [Fact]
    public async Task Help_says_what_there_is()
    {
        var (code, output, _) = await DoorwardProcess.Run(["--help"]);
        code.ShouldBe(0);
        foreach (var word in new[] { "--urls", "--demo", "token", "migrate", "dead-letters", "audit" })
        {
            output.ShouldContain(word);
        }
    }

    [Fact]
    public async Task A_database_that_is_still_starting_is_told_in_a_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var starting = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[8]); // its startup message, whatever it says
            await stream.WriteAsync("E\0\0\0\x3ESFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"u8.ToArray());
            await stream.CopyToAsync(Stream.Null);
        });

        var (code, _, error) = await DoorwardProcess.Run(
            ["migrate"], ("DATABASE_URL", $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=x;Database=x;SSL Mode=Disable;GSS Encryption Mode=Disable"));

        (code, error).ShouldSatisfyAllConditions(
            () => code.ShouldBe(1), () => error.ShouldStartWith("The database cannot be reached: "), () => error.ShouldContain("starting up"), () => error.ShouldNotContain("   at "));
        await starting;
    }

    [Fact]
    public async Task Healthy_asks_the_server_of_this_machine_whether_it_is_ready()
    {
        var address = (await Desk.Shared).Address;
        await Eventually.So("it is ready", async () => await DoorwardProcess.Run(["healthy", "--url", $"{address}"]) is { Code: 0, Output: var said }
            && said.Contains("\"status\":\"ready\"", StringComparison.Ordinal), 120);
        await Eventually.So("it is found where the settings say", async () =>
            await DoorwardProcess.Run(["healthy"], ("ASPNETCORE_URLS", $"http://0.0.0.0:{address.Port}")) is { Code: 0 }, 120);
        var (code, _, error) = await DoorwardProcess.Run(["healthy"], ("ASPNETCORE_HTTP_PORTS", "1"));
        (code, error.Trim()).ShouldBe((1, "Nobody answers at http://localhost:1/."));
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("dead-letters requeue")]
    [InlineData("dead-letters show not-a-guid")]
    [InlineData("token --organization x")]
    [InlineData("token --organization x --agent a --applicant b")]
    [InlineData("token --organization x --agent a --hours 0")]
    [InlineData("token --agent a")]
    public async Task What_it_does_not_understand_it_refuses_before_it_touches_anything(string line)
    {
        var (code, _, error) = await DoorwardProcess.Run(line.Split(' '), ("DATABASE_URL", "postgres://x@127.0.0.1:1/x"));
        code.ShouldNotBe(0);
        error.ShouldNotContain("   at ");
        error.ShouldNotContain("database");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_in_a_sentence()
    {
        var (code, _, error) = await DoorwardProcess.Run(["migrate"], ("DATABASE_URL", "postgres://x@127.0.0.1:1/x"));
        code.ShouldBe(1);
        error.ShouldContain("The database cannot be reached");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Migrate_brings_the_database_up_and_the_second_time_has_nothing_to_do()
    {
        var database = await TestCluster.EmptyDatabase();
        (await DoorwardProcess.Run(["migrate"], ("DATABASE_URL", database))).Output.ShouldContain("migrations applied");
        var (code, output, _) = await DoorwardProcess.Run(["migrate"], ("DATABASE_URL", database));
        (code, output.Trim()).ShouldBe((0, "The database is up to date."));

        await Do(database, "INSERT INTO platform.migrations VALUES ('platform', 9999, 'later', 'x')");
        var newer = await DoorwardProcess.Run(["migrate"], ("DATABASE_URL", database));
        newer.Code.ShouldBe(1);
        newer.Error.ShouldContain("newer than this program");
    }

    [Fact]
    public async Task A_token_is_for_somebody_who_is_there()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent("Ana Agent");
        await agency.Agent("Ana Other");
        await agency.Applicant("Maria Alves");

        var printed = await DoorwardProcess.Run(["token", "--organization", agency.Slug, "--agent", "Ana Agent"], ("DATABASE_URL", desk.ConnectionString));
        printed.Code.ShouldBe(0, printed.Error);
        (await new Person(desk, printed.Output.Trim()).Get("slots")).Code.ShouldBe(200);
        printed = await DoorwardProcess.Run(["token", "--organization", agency.Slug, "--applicant", "Maria"], ("DATABASE_URL", desk.ConnectionString));
        (await new Person(desk, printed.Output.Trim()).Get("bookings")).Code.ShouldBe(200);

        foreach (var (who, problem) in new[] { ("Ana", "2 members"), ("Nobody", "no member called Nobody") })
        {
            var refused = await DoorwardProcess.Run(["token", "--organization", agency.Slug, "--agent", who], ("DATABASE_URL", desk.ConnectionString));
            (refused.Code, refused.Output).ShouldBe((1, ""));
            refused.Error.ShouldContain(problem);
        }

        _ = ana;
    }

    [Fact]
    public async Task Dead_letters_are_listed_shown_and_run_again()
    {
        var database = await TestCluster.NewDatabase();
        await DoorwardProcess.Run(["migrate"], ("DATABASE_URL", database));
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Do(database, $"""
            INSERT INTO events.jobs (id, kind, key, attempts, last_error, dead_at, payload)
            VALUES ('{one}', 'mail', 'k1', 10, E'SmtpException: no\nmore', now(), '"secret"'), ('{other}', 'push', 'k2', 1, 'JobRefused: gone', now(), '"secret"');
            INSERT INTO events.jobs (kind, key) VALUES ('mail', 'alive')
            """);

        var list = await DoorwardProcess.Run(["dead-letters", "list"], ("DATABASE_URL", database));
        list.Code.ShouldBe(0, list.Error);
        list.Output.Trim().Split('\n').Length.ShouldBe(2);
        list.Output.ShouldContain($"{one}");
        list.Output.ShouldContain("mail  10 attempts  SmtpException: no");
        list.Output.ShouldNotContain("secret");

        var show = await DoorwardProcess.Run(["dead-letters", "show", $"{one}"], ("DATABASE_URL", database));
        show.Output.ShouldContain("reason       SmtpException: no\nmore");
        (await DoorwardProcess.Run(["dead-letters", "show", $"{Guid.CreateVersion7()}"], ("DATABASE_URL", database))).Code.ShouldBe(1);

        var requeue = await DoorwardProcess.Run(["dead-letters", "requeue", $"{one}"], ("DATABASE_URL", database));
        (requeue.Code, requeue.Output.Trim()).ShouldBe((0, "1 requeued."));
        (await DoorwardProcess.Run(["dead-letters", "requeue", "--kind", "push"], ("DATABASE_URL", database))).Output.Trim().ShouldBe("1 requeued.");
        (await DoorwardProcess.Run(["dead-letters", "requeue", "--kind", "push"], ("DATABASE_URL", database))).Code.ShouldBe(1);
        (await Ask<long>(database, "SELECT count(*) FROM events.jobs WHERE dead_at IS NULL AND attempts = 0 AND due_at <= now()")).ShouldBe(3);
    }

    [Fact]
    public async Task Audit_verify_proves_the_chain_or_names_the_broken_link()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        await agency.Owner.CreatesProperty();
        while (await Ask<long>(desk.ConnectionString, "SELECT count(*) FROM events.seals") == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var holds = await DoorwardProcess.Run(["audit", "verify"], ("DATABASE_URL", desk.ConnectionString));
        holds.Code.ShouldBe(0, holds.Error);
        holds.Output.ShouldContain("The audit trail holds");
        var head = holds.Output.Split("head ")[1].Trim();
        (await DoorwardProcess.Run(["audit", "verify", "--head", head], ("DATABASE_URL", desk.ConnectionString))).Code.ShouldBe(0);
        (await DoorwardProcess.Run(["audit", "verify", "--head", head.Replace(head[0], head[0] == 'a' ? 'b' : 'a')], ("DATABASE_URL", desk.ConnectionString)))
            .Error.ShouldContain("the head that was noted is no part of the chain");

        await Do(desk.ConnectionString, "UPDATE events.log SET after = '{}'");
        var broken = await DoorwardProcess.Run(["audit", "verify"], ("DATABASE_URL", desk.ConnectionString));
        broken.Code.ShouldBe(1);
        broken.Error.ShouldContain("The audit trail is broken: seal 1, its row 1");
    }

    [Theory]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    public async Task Told_to_stop_it_ends_well_and_finishes_what_it_has_begun(int signal)
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        using var doorward = DoorwardProcess.Start(["--urls", "http://127.0.0.1:0"], ("DATABASE_URL", desk.ConnectionString));
        var address = await doorward.Listens();

        // A request that is under way for longer than a command-line parser is patient with a program.
        await using var connection = await desk.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var shut = new NpgsqlCommand("LOCK TABLE visits.properties IN ACCESS EXCLUSIVE MODE", connection))
        {
            await shut.ExecuteNonQueryAsync();
        }

        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/properties"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { name = "House", address = "Street", time_zone = "UTC" }),
        };
        request.Headers.Authorization = new("Bearer", agency.Owner.Token);
        var underWay = http.SendAsync(request, TestContext.Current.CancellationToken);
        while (!await Ask<bool>(desk.ConnectionString, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await doorward.Signal(signal);
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System);  // longer than the parser's two seconds: the one thing here that only time can show
        await transaction.RollbackAsync();
        ((int)(await underWay).StatusCode).ShouldBe(201);
        (await doorward.Ended()).ShouldBe(0);
    }

    [Fact]
    public async Task Idle_it_stops_at_once()
    {
        using var doorward = DoorwardProcess.Start(["--urls", "http://127.0.0.1:0"], ("DATABASE_URL", await TestCluster.EmptyDatabase()));
        await doorward.Listens();
        var began = Stopwatch.GetTimestamp();
        await doorward.Signal(SigTerm);
        (await doorward.Ended()).ShouldBe(0);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(14));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_a_sentence_and_ASPNETCORE_URLS_works()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var database = await TestCluster.NewDatabase();
        var (code, _, error) = await DoorwardProcess.Run([], ("DATABASE_URL", database), ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"));
        code.ShouldBe(1);
        error.ShouldContain("Another program listens there already");
        error.ShouldContain($"{port}");
        error.ShouldNotContain("   at ");
    }

    private static async Task Do(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> Ask<T>(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
