using System.Text;

namespace Doorward.Redis.Tests;

public sealed class CallTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task What_is_written_is_read_back(int protocol)
    {
        await using var redis = shared.Client(protocol);
        var key = Keys.New();

        (await redis.Call(["SET", key, "olá €\r\n"], Keys.Stop)).AsText().ShouldBe("OK");
        (await redis.Call(["GET", key], Keys.Stop)).AsText().ShouldBe("olá €\r\n");
        (await redis.Call(["SET", key, new byte[] { 0, 255, 13, 10 }], Keys.Stop)).AsText().ShouldBe("OK");
        (await redis.Call(["GET", key], Keys.Stop)).AsBytes().ShouldBe([0, 255, 13, 10]);
        (await redis.Call(["GET", Keys.New()], Keys.Stop)).IsNil.ShouldBeTrue();
        (await redis.Call(["HSET", key + "h", "n", 7, "m", long.MinValue], Keys.Stop)).AsInteger().ShouldBe(2);
        (await redis.Call(["HGETALL", key + "h"], Keys.Stop)).Field("m").AsInteger().ShouldBe(long.MinValue);
        (await redis.Call(["ZADD", key + "z", "1.5", "a"], Keys.Stop)).AsBoolean().ShouldBeTrue();
        (await redis.Call(["ZSCORE", key + "z", "a"], Keys.Stop)).AsDouble().ShouldBe(1.5);
        (await redis.Call(["HGETALL", key + "h"], Keys.Stop)).Kind.ShouldBe(protocol == 3 ? ReplyKind.Map : ReplyKind.Array);
    }

    [Fact]
    public async Task Each_of_many_callers_gets_their_own_reply()
    {
        await using var redis = shared.Client();

        var replies = await Task.WhenAll(Enumerable.Range(0, 5000).Select(async n => (n, said: (await redis.Call(["ECHO", n], Keys.Stop)).AsInteger())));

        replies.ShouldAllBe(reply => reply.said == reply.n);
    }

    [Fact]
    public async Task A_large_text_is_sent_and_read_whole()
    {
        await using var redis = shared.Client();
        var text = new string('x', 5_000_000);

        (await redis.Call(["ECHO", text], Keys.Stop)).AsText().ShouldBe(text);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task A_transaction_is_executed_with_nothing_in_between(int protocol)
    {
        await using var redis = shared.Client(protocol);
        var key = Keys.New();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var replies = await redis.Transaction(new CommandBatch().Add("INCR", key).Add("INCR", key), Keys.Stop);
            (replies[1].AsInteger() - replies[0].AsInteger()).ShouldBe(1);
            (replies[0].AsInteger() % 2).ShouldBe(1);
        }));
    }

    [Fact]
    public async Task A_transaction_with_a_command_that_is_refused_is_not_executed()
    {
        await using var redis = shared.Client();
        var key = Keys.New();

        var refusal = await Should.ThrowAsync<RedisErrorException>(() => redis.Transaction(new CommandBatch().Add("SET", key, 1).Add("NOSUCH"), Keys.Stop));

        refusal.Message.ShouldContain("NOSUCH");
        (await redis.Call(["EXISTS", key], Keys.Stop)).AsBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_command_that_fails_within_a_transaction_is_one_of_its_replies()
    {
        await using var redis = shared.Client();
        var key = Keys.New();

        var replies = await redis.Transaction(new CommandBatch().Add("SET", key, "text").Add("INCR", key).Add("GET", key), Keys.Stop);

        replies[2].AsText().ShouldBe("text");
        Should.Throw<RedisErrorException>(() => replies[1].OrThrow()).Code.ShouldBe("ERR");
    }

    [Fact]
    public async Task A_pipeline_has_its_errors_among_its_replies()
    {
        await using var redis = shared.Client();
        var key = Keys.New();

        var replies = await redis.Pipeline(new CommandBatch().Add("LPUSH", key, 1).Add("GET", key).Add("LLEN", key), Keys.Stop);

        replies.Select(reply => reply.Kind).ShouldBe([ReplyKind.Integer, ReplyKind.Error, ReplyKind.Integer]);
        (await redis.Pipeline(new CommandBatch(), Keys.Stop)).ShouldBeEmpty();
        (await redis.Transaction(new CommandBatch(), Keys.Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_error_has_its_code()
    {
        await using var redis = shared.Client();
        var key = Keys.New();
        await redis.Call(["SET", key, "text"], Keys.Stop);

        (await Should.ThrowAsync<RedisErrorException>(() => redis.Call(["LPUSH", key, 1], Keys.Stop))).Code.ShouldBe("WRONGTYPE");
        (await redis.Call(["GET", key], Keys.Stop)).AsText().ShouldBe("text");
    }

    [Fact]
    public async Task What_would_put_the_shared_connection_out_of_step_is_refused()
    {
        await using var redis = shared.Client();
        foreach (var name in new[] { "multi", "SUBSCRIBE", "MONITOR", "SELECT", "HELLO" })
        {
            await Should.ThrowAsync<ArgumentException>(() => redis.Call([name, "x"], Keys.Stop));
            Should.Throw<ArgumentException>(() => new CommandBatch().Add(name, "x"));
        }

        await Should.ThrowAsync<ArgumentException>(() => redis.Call(["CLIENT", "REPLY", "OFF"], Keys.Stop));
        await Should.ThrowAsync<ArgumentException>(() => redis.Call([], Keys.Stop));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task The_database_and_the_name_are_those_of_the_options(int protocol)
    {
        await using var redis = new RedisClient(RedisUrl.Parse(shared.Server.Url + "?db=3&name=front-door") with { Protocol = protocol });

        var client = (await redis.Call(["CLIENT", "INFO"], Keys.Stop)).AsText()!.Split(' ', '\n');

        client.ShouldContain("db=3");
        client.ShouldContain("name=front-door");
        client.ShouldContain($"resp={protocol}");
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_and_the_rest_is_answered()
    {
        await using var redis = new RedisClient(RedisUrl.Parse(shared.Server.Url) with { WaitingCalls = 10, ReplyTimeout = TimeSpan.FromSeconds(60) });
        await redis.Call(["PING"], Keys.Stop);
        shared.Server.Pause();
        try
        {
            var calls = Enumerable.Range(0, 11).Select(n => redis.Call(["ECHO", n], Keys.Stop)).ToList();
            await Should.ThrowAsync<RedisUnreachableException>(calls[10]);
            shared.Server.Resume();
            (await Task.WhenAll(calls.Take(10))).Select(reply => reply.AsInteger()).ShouldBe(Enumerable.Range(0, 10).Select(n => (long)n));
        }
        finally
        {
            shared.Server.Resume();
        }
    }

    [Fact]
    public void A_reply_does_not_show_what_it_says() =>
        Reply.Of(ReplyKind.Text, Encoding.UTF8.GetBytes("secret")).ToString().ShouldBe("Text of 6 bytes");
}
