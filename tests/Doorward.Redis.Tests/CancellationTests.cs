using Doorward.Redis.Streams;

namespace Doorward.Redis.Tests;

public sealed class CancellationTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task The_reply_of_a_caller_that_has_left_is_given_to_nobody_else()
    {
        await using var redis = shared.Client();
        await redis.Call(["PING"], Keys.Stop);
        using var leaving = new CancellationTokenSource();
        shared.Server.Pause(); // so that all are sent and none is answered
        var left = Enumerable.Range(0, 100).Select(n => redis.Call(["ECHO", $"left {n}"], leaving.Token)).ToList();
        var stays = Enumerable.Range(0, 100).Select(n => redis.Call(["ECHO", n], Keys.Stop)).ToList();

        await leaving.CancelAsync();
        foreach (var call in left)
        {
            await Should.ThrowAsync<OperationCanceledException>(call);
        }

        shared.Server.Resume();
        (await Task.WhenAll(stays)).Select(reply => reply.AsInteger()).ShouldBe(Enumerable.Range(0, 100).Select(n => (long)n));
        (await redis.Call(["ECHO", "next"], Keys.Stop)).AsText().ShouldBe("next");
    }

    [Fact]
    public async Task Who_has_left_already_sends_nothing()
    {
        await using var redis = shared.Client();
        var key = Keys.New();

        await Should.ThrowAsync<OperationCanceledException>(async () => await redis.Call(["SET", key, 1], new CancellationToken(true)));
        await Should.ThrowAsync<OperationCanceledException>(() => redis.Pipeline(new CommandBatch().Add("SET", key, 1), new CancellationToken(true)));

        (await redis.Call(["EXISTS", key], Keys.Stop)).AsBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_leaves_a_blocking_read_does_not_leave_the_server_waiting()
    {
        await using var redis = shared.Client();
        var stream = Keys.New();
        await redis.XGroupCreate(stream, "g", cancellation: Keys.Stop);
        using var leaving = new CancellationTokenSource();

        var read = redis.XReadGroup("g", "ana", [new(stream, ">")], block: TimeSpan.FromHours(1), cancellation: leaving.Token);
        await Eventually.So("somebody is blocked", () => Blocked(redis));
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(read);
        await Eventually.So("nobody is blocked", async () => !await Blocked(redis));
        await redis.XAdd(stream, [new("n", 1)], cancellation: Keys.Stop);
        (await redis.XReadGroup("g", "rui", [new(stream, ">")], cancellation: Keys.Stop)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_connection_for_blocking_is_used_again()
    {
        await using var redis = shared.Client();
        var stream = Keys.New();
        await redis.XAdd(stream, [new("n", 1)], cancellation: Keys.Stop);

        for (var n = 0; n < 5; n++)
        {
            await redis.XRead([new(stream, "0")], block: TimeSpan.FromMinutes(1), cancellation: Keys.Stop);
            await Should.ThrowAsync<RedisErrorException>(() => redis.XReadGroup("none", "ana", [new(stream, ">")], block: TimeSpan.FromMinutes(1), cancellation: Keys.Stop));
        }

        var own = (await redis.Call(["CLIENT", "LIST"], Keys.Stop)).AsText()!.Split('\n').Count(line => line.Contains("cmd=xread"));
        own.ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_client_takes_no_calls_and_tells_those_who_wait()
    {
        var redis = shared.Client();
        await redis.Call(["PING"], Keys.Stop);
        var read = redis.XRead([new(Keys.New(), "$")], block: TimeSpan.FromHours(1), cancellation: Keys.Stop);
        shared.Server.Pause();
        var call = redis.Call(["PING"], Keys.Stop);
        await redis.DisposeAsync();
        shared.Server.Resume();

        (await Record.ExceptionAsync(() => call)).ShouldBeAssignableTo<RedisException>();
        (await Record.ExceptionAsync(() => read)).ShouldNotBeNull();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await redis.Call(["PING"], Keys.Stop));
        await Should.ThrowAsync<ObjectDisposedException>(() => redis.XRead([new("s", "$")], block: TimeSpan.FromHours(1), cancellation: Keys.Stop));
    }

    private static async Task<bool> Blocked(RedisClient redis) => (await redis.Call(["CLIENT", "LIST"], Keys.Stop)).AsText()!.Contains("cmd=xreadgroup");
}
