using Doorward.Redis.Streams;
using Microsoft.Extensions.Logging;

namespace Doorward.Redis.Tests;

/// <summary>A real server, to which bad things happen.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_server_that_is_killed_leaves_outcomes_unknown_and_is_found_again_when_it_is_back()
    {
        await using var server = await RedisServer.Start("--appendonly", "yes", "--appendfsync", "always");
        var clock = new Clock();
        var said = new Said();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = Long, ConnectTimeout = Long }, said, clock);
        await redis.Call(["SET", "n", 0], Keys.Stop);
        server.Pause();
        var sent = Enumerable.Range(0, 10).Select(_ => redis.Call(["INCR", "n"], Keys.Stop)).ToList();
        var blocked = redis.XRead([new("s", "$")], block: Long, cancellation: Keys.Stop);

        await server.Kill();

        foreach (var call in sent)
        {
            (await Record.ExceptionAsync(() => call)).ShouldBeAssignableTo<RedisException>();
        }

        (await Record.ExceptionAsync(() => blocked)).ShouldBeAssignableTo<RedisException>();
        (await Should.ThrowAsync<RedisUnreachableException>(() => redis.Call(["INCR", "n"], Keys.Stop))).Message.ShouldContain(server.SocketPath);
        redis.IsConnected.ShouldBeFalse();

        await server.Restart();
        clock.Advance(Long);
        var now = (await redis.Call(["INCR", "n"], Keys.Stop)).AsInteger();

        now.ShouldBeInRange(1, 11); // none was sent twice
        redis.IsConnected.ShouldBeTrue();
        said.At(LogLevel.Warning).Count.ShouldBeInRange(1, 4); // no more than one for each connection that was lost or could not be made
    }

    [Fact]
    public async Task Between_attempts_to_connect_there_are_growing_pauses_in_which_calls_are_refused_at_once()
    {
        var clock = new Clock();
        var said = new Said();
        await using var redis = new RedisClient(new RedisOptions { SocketPath = "/tmp/no such socket", LongestPause = TimeSpan.FromSeconds(10) }, said, clock);
        var pauses = new List<double>();
        await Should.ThrowAsync<RedisUnreachableException>(() => redis.Call(["PING"], Keys.Stop));
        while (pauses.Count < 10)
        {
            var pause = 0.0;
            for (var attempts = said.Count; said.Count == attempts; pause += 0.05)
            {
                clock.Advance(TimeSpan.FromSeconds(0.05));
                await Should.ThrowAsync<RedisUnreachableException>(() => redis.Call(["PING"], Keys.Stop));
            }

            pauses.Add(pause);
        }

        pauses[0].ShouldBeInRange(0.04, 0.16);
        pauses[4].ShouldBeInRange(0.79, 1.66);
        pauses[^1].ShouldBeInRange(4.99, 10.06);
        said.At(LogLevel.Warning).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_left_and_asked_over_a_new_connection()
    {
        await using var server = await RedisServer.Start();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = TimeSpan.FromMilliseconds(300), ConnectTimeout = Long });
        await Eventually.So("it answers", async () => await Record.ExceptionAsync(() => redis.Call(["PING"], Keys.Stop)) is null);
        server.Pause();

        var slow = await Should.ThrowAsync<RedisException>(() => redis.Call(["INCR", "n"], Keys.Stop));
        server.Resume();

        slow.ShouldBeOfType<RedisOutcomeUnknownException>().InnerException.ShouldBeOfType<TimeoutException>();
        // the late answer of the first never reaches who asks next
        await Eventually.So("it answers again", async () => await Record.ExceptionAsync(() => redis.Call(["PING"], Keys.Stop)) is null);
        await Eventually.So("the right answer", async () =>
        {
            try
            {
                return (await redis.Call(["ECHO", "mine"], Keys.Stop)).AsText() == "mine" ? true : throw new ShouldAssertException("out of step");
            }
            catch (RedisException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_paused_server_that_answers_in_time_is_waited_for()
    {
        await using var server = await RedisServer.Start();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = Long, ConnectTimeout = Long });
        await redis.Call(["CLIENT", "PAUSE", 300, "ALL"], Keys.Stop);

        var calls = Enumerable.Range(0, 1000).Select(n => redis.Call(["ECHO", n], Keys.Stop)).ToList();

        (await Task.WhenAll(calls)).Select(reply => reply.AsInteger()).ShouldBe(Enumerable.Range(0, 1000).Select(n => (long)n));
    }

    [Fact]
    public async Task An_idle_connection_that_is_closed_is_mentioned_once_and_nobody_notices()
    {
        await using var server = await RedisServer.Start();
        var said = new Said();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = Long, ConnectTimeout = Long, ClientName = "victim" }, said);
        await using var other = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = Long, ConnectTimeout = Long });

        for (var n = 0; n < 3; n++)
        {
            (await redis.Call(["ECHO", n], Keys.Stop)).AsInteger().ShouldBe(n);
            var victim = (await redis.Call(["CLIENT", "ID"], Keys.Stop)).AsInteger();
            await other.Call(["CLIENT", "KILL", "ID", victim], Keys.Stop);
            await Eventually.So("it has noticed", () => !redis.IsConnected);
        }

        // The connection is known to be lost before that is said.
        await Eventually.So("all three were mentioned", () => said.At(LogLevel.Warning).Count + said.At(LogLevel.Debug).Count == 3);
        said.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("idle");
        said.At(LogLevel.Debug).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_became_a_replica_is_asked_for_anew()
    {
        await using var server = await RedisServer.Start();
        await using var redis = new RedisClient(RedisUrl.Parse(server.Url) with { ReplyTimeout = Long, ConnectTimeout = Long });
        var before = (await redis.Call(["CLIENT", "ID"], Keys.Stop)).AsInteger();
        await redis.Call(["REPLICAOF", "127.0.0.1", 1], Keys.Stop);

        var refusal = await Should.ThrowAsync<RedisErrorException>(() => redis.Call(["SET", "n", 1], Keys.Stop));
        (refusal.Code, refusal.MayPass).ShouldBe(("READONLY", true));
        (await redis.Call(["CLIENT", "ID"], Keys.Stop)).AsInteger().ShouldNotBe(before);

        (await Should.ThrowAsync<RedisErrorException>(() => redis.Transaction(new CommandBatch().Add("SET", "n", 1), Keys.Stop))).Code.ShouldBe("READONLY");
        await redis.Call(["REPLICAOF", "NO", "ONE"], Keys.Stop);
        (await redis.Call(["SET", "n", 1], Keys.Stop)).AsText().ShouldBe("OK");
    }

    /// <summary>The wall clock stands; everything else goes by the machine's.</summary>
    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
