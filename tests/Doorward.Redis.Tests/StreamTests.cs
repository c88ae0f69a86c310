using Doorward.Redis.Streams;

namespace Doorward.Redis.Tests;

public sealed class StreamTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Entries_are_read_as_they_were_added(int protocol)
    {
        await using var redis = shared.Client(protocol);
        var stream = Keys.New();

        (await redis.XRead([new(stream, "0")], cancellation: Keys.Stop)).ShouldBeEmpty();
        var first = await redis.XAdd(stream, [new("type", "a"), new("payload", "{\"é\":1}")], cancellation: Keys.Stop);
        var second = await redis.XAdd(stream, [new("type", "b"), new("n", 2)], cancellation: Keys.Stop);

        first.ShouldBeLessThan(second);
        (await redis.XLen(stream, Keys.Stop)).ShouldBe(2);
        var read = (await redis.XRead([new(stream, "0"), new(Keys.New(), "0")], count: 10, cancellation: Keys.Stop)).ShouldHaveSingleItem();
        read.Key.ShouldBe(stream);
        read.Value.Select(entry => entry.Id).ShouldBe([first, second]);
        (read.Value[0]["type"], read.Value[0]["payload"], read.Value[1]["n"], read.Value[1]["none"]).ShouldBe(("a", "{\"é\":1}", "2", null));
        (await redis.XRange(stream, from: second, cancellation: Keys.Stop)).ShouldHaveSingleItem().Id.ShouldBe(second);
        (await redis.XRange(stream, count: 1, cancellation: Keys.Stop)).ShouldHaveSingleItem().Id.ShouldBe(first);
        (await redis.XInfoStream(stream, Keys.Stop)).ShouldBe(new StreamState(2, second, first, 0));
        (await redis.XDel(stream, [first], Keys.Stop)).ShouldBe(1);
        (await redis.XInfoStream(stream, Keys.Stop))!.First.ShouldBe(second);
        (await redis.XInfoStream(Keys.New(), Keys.Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stream_is_trimmed_by_length_and_by_id()
    {
        await using var redis = shared.Client();
        var stream = Keys.New();
        var ids = new List<StreamId>();
        for (var n = 0; n < 10; n++)
        {
            ids.Add(await redis.XAdd(stream, [new("n", n)], StreamTrim.ToLength(5, exact: true), Keys.Stop));
        }

        (await redis.XLen(stream, Keys.Stop)).ShouldBe(5);
        (await redis.XTrim(stream, StreamTrim.From(ids[8], exact: true), Keys.Stop)).ShouldBe(3);
        (await redis.XRange(stream, cancellation: Keys.Stop)).Select(entry => entry.Id).ShouldBe(ids[8..]);

        await redis.Pipeline(Enumerable.Range(0, 1000).Aggregate(new CommandBatch(), (batch, n) => batch.XAdd(stream, [new("n", n)], StreamTrim.ToLength(100))), Keys.Stop);
        (await redis.XLen(stream, Keys.Stop)).ShouldBeInRange(100, 300); // whole nodes of a hundred
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public async Task A_group_delivers_each_entry_once_until_it_is_acknowledged_or_claimed(int protocol)
    {
        await using var redis = shared.Client(protocol);
        var stream = Keys.New();
        (await redis.XGroupCreate(stream, "g", cancellation: Keys.Stop)).ShouldBeTrue();
        (await redis.XGroupCreate(stream, "g", cancellation: Keys.Stop)).ShouldBeFalse();
        var ids = new List<StreamId>();
        for (var n = 0; n < 3; n++)
        {
            ids.Add(await redis.XAdd(stream, [new("n", n)], cancellation: Keys.Stop));
        }

        var mine = (await redis.XReadGroup("g", "ana", [new(stream, ">")], count: 2, cancellation: Keys.Stop))[stream];
        var others = (await redis.XReadGroup("g", "rui", [new(stream, ">")], count: 2, block: Long, cancellation: Keys.Stop))[stream];

        mine.Select(entry => entry.Id).ShouldBe(ids[..2]);
        others.Select(entry => entry.Id).ShouldBe(ids[2..]);
        (await redis.XReadGroup("g", "ana", [new(stream, ">")], cancellation: Keys.Stop)).ShouldBeEmpty();
        (await redis.XAck(stream, "g", [ids[0], ids[0]], Keys.Stop)).ShouldBe(1);
        (await redis.XReadGroup("g", "ana", [new(stream, "0")], cancellation: Keys.Stop))[stream].ShouldHaveSingleItem().Id.ShouldBe(ids[1]);
        (await redis.XPending(stream, "g", cancellation: Keys.Stop)).Select(entry => (entry.Id, entry.Consumer)).ShouldBe([(ids[1], "ana"), (ids[2], "rui")]);

        var claimed = await redis.XAutoClaim(stream, "g", "rui", TimeSpan.Zero, count: 1, cancellation: Keys.Stop);
        claimed.Entries.ShouldHaveSingleItem()["n"].ShouldBe("1");
        claimed.Next.ShouldBe(ids[2]);
        (await redis.XPending(stream, "g", consumer: "rui", cancellation: Keys.Stop)).Count.ShouldBe(2);
        (await redis.XPending(stream, "g", from: ids[1], cancellation: Keys.Stop))[0].Deliveries.ShouldBe(3);

        var group = (await redis.XInfoGroups(stream, Keys.Stop)).ShouldHaveSingleItem();
        (group.Name, group.Pending, group.LastDelivered, group.Lag).ShouldBe(("g", 2, ids[2], 0L));
        (await redis.XInfoConsumers(stream, "g", Keys.Stop)).Select(consumer => (consumer.Name, consumer.Pending)).ShouldBe([("ana", 0), ("rui", 2)], ignoreOrder: true);
        (await redis.XInfoGroups(Keys.New(), Keys.Stop)).ShouldBeEmpty();
        await redis.XGroupSetId(stream, "g", "0", Keys.Stop);
        (await redis.XGroupDelConsumer(stream, "g", "rui", Keys.Stop)).ShouldBe(2);
        (await redis.XGroupDestroy(stream, "g", Keys.Stop)).ShouldBeTrue();
        (await Should.ThrowAsync<RedisErrorException>(() => redis.XReadGroup("g", "ana", [new(stream, ">")], cancellation: Keys.Stop))).Code.ShouldBe("NOGROUP");
    }

    [Fact]
    public async Task What_was_removed_while_pending_is_told_as_gone()
    {
        await using var redis = shared.Client();
        var stream = Keys.New();
        await redis.XGroupCreate(stream, "g", cancellation: Keys.Stop);
        var id = await redis.XAdd(stream, [new("n", 1)], cancellation: Keys.Stop);
        await redis.XReadGroup("g", "ana", [new(stream, ">")], cancellation: Keys.Stop);
        await redis.XDel(stream, [id], Keys.Stop);

        var mine = (await redis.XReadGroup("g", "ana", [new(stream, "0")], cancellation: Keys.Stop))[stream].ShouldHaveSingleItem();
        var claimed = await redis.XAutoClaim(stream, "g", "rui", TimeSpan.Zero, cancellation: Keys.Stop);

        (mine.Id, mine.Fields, mine["n"]).ShouldBe((id, null, null));
        (claimed.Entries.Count, claimed.Gone.ShouldHaveSingleItem(), claimed.Next).ShouldBe((0, id, StreamId.Least));
    }

    [Fact]
    public async Task A_blocking_read_waits_for_the_first_entry_and_nobody_else_waits_for_it()
    {
        await using var redis = shared.Client();
        var stream = Keys.New();

        var read = redis.XRead([new(stream, "$")], block: Long, cancellation: Keys.Stop);
        await Eventually.So("somebody is blocked", async () => (await redis.Call(["CLIENT", "LIST"], Keys.Stop)).AsText()!.Contains("cmd=xread"));
        var id = await redis.XAdd(stream, [new("n", 1)], cancellation: Keys.Stop);

        (await read)[stream].ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task The_server_waits_as_long_as_it_is_told_and_so_do_we()
    {
        await using var redis = shared.Client(replyTimeout: TimeSpan.FromMilliseconds(500));

        // three times longer than a reply may otherwise take
        (await redis.XRead([new(Keys.New(), "$")], block: TimeSpan.FromMilliseconds(1500), cancellation: Keys.Stop)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1526919030474-55", 1526919030474, 55)]
    [InlineData("7", 7, 0)]
    [InlineData("18446744073709551615-18446744073709551615", ulong.MaxValue, ulong.MaxValue)]
    public void Ids_are_read(string text, ulong milliseconds, ulong sequence) => StreamId.Parse(text).ShouldBe(new StreamId(milliseconds, sequence));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1-")]
    [InlineData("a-1")]
    [InlineData("1-2-3")]
    public void What_is_no_id_is_refused(string text) => Should.Throw<FormatException>(() => StreamId.Parse(text));
}
