using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Events;

public sealed class LiveTailTests
{
    [Fact]
    public async Task A_follower_from_any_place_sees_the_rest_of_the_log_exactly_while_writers_write()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await node.StartTail();
        await ledger.Write("first");
        var writing = ledger.Scribble(writers: 8, transactions: 40);
        var followers = new List<Task<List<LogCursor>>>();
        for (var n = 0; n < 5; n++)
        {
            followers.Add(Collect(node.Tail, LogCursor.Start, until: "the end"));
            await Eventually.So("some more is written", async () => (await ledger.Order()).Count > 60 * n || writing.IsCompleted);
        }

        await writing;
        await ledger.Write("the end");
        var order = await ledger.Order();
        foreach (var seen in await Task.WhenAll(followers))
        {
            seen.ShouldBe(order);
        }
    }

    [Fact]
    public async Task One_that_does_not_keep_up_is_cut_off_with_a_gap_from_which_it_resumes_without_loss()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await node.StartTail();
        await using var slow = node.Tail.Follow(null, _ => true, default).GetAsyncEnumerator();
        var first = slow.MoveNextAsync();
        await Eventually.So("it follows", () => node.Tail.Followers == 1);
        await Eventually.So("it is handed the first", async () =>
        {
            await ledger.Write("knock");
            return first.IsCompleted;
        });
        var seen = new List<LogCursor> { slow.Current.Cursor };
        await ledger.Database.Do("INSERT INTO events.log (type, subject_id) SELECT 'x', platform.uuid_v7() FROM generate_series(1, 3000)");
        await Eventually.So("it is cut off", () => node.Tail.Followers == 0);

        while (await slow.MoveNextAsync() && !slow.Current.IsGap)
        {
            seen.Add(slow.Current.Cursor);
        }

        slow.Current.IsGap.ShouldBeTrue();
        slow.Current.Cursor.ShouldBe(seen[^1]);
        (await slow.MoveNextAsync()).ShouldBeFalse();
        await ledger.Write("the end");
        seen.AddRange(await Collect(node.Tail, seen[^1], until: "the end"));
        seen.ShouldBe((await ledger.Order()).Where(cursor => cursor >= seen[0]));
    }

    [Fact]
    public async Task One_that_is_far_behind_catches_up_in_stages()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await node.StartTail();
        await ledger.Database.Do("INSERT INTO events.log (type, subject_id) SELECT 'x', platform.uuid_v7() FROM generate_series(1, 60000)");
        await Eventually.So("it is final", async () => (await node.Reader.Read(LogCursor.Start, 1, default)).Count == 1);

        var (seen, cursor, stages) = (0, LogCursor.Start, 0);
        while (seen < 60000)
        {
            stages++;
            await foreach (var message in node.Tail.Follow(cursor, _ => true, default))
            {
                cursor = message.Cursor;
                seen += message.IsGap ? 0 : 1;
                if (seen == 60000)
                {
                    break;
                }
            }
        }

        stages.ShouldBe(2);
        (await ledger.Order())[^1].ShouldBe(cursor);
    }

    [Fact]
    public async Task Rows_that_are_pruned_under_a_follower_who_catches_up_are_a_gap_and_not_a_silence()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await node.StartTail();
        await ledger.Database.Do("INSERT INTO events.log (type, subject_id) SELECT 'x', platform.uuid_v7() FROM generate_series(1, 3000)");
        await Eventually.So("it is final", async () => (await node.Reader.Read(LogCursor.Start, 1, default)).Count == 1);

        await using var late = node.Tail.Follow(LogCursor.Start, _ => true, default).GetAsyncEnumerator();
        await late.MoveNextAsync();
        await ledger.Database.Do("""
            WITH bound AS (SELECT tx, seq FROM events.log ORDER BY tx, seq OFFSET 1999 LIMIT 1),
                 noted AS (UPDATE events.pruned p SET tx = b.tx, seq = b.seq FROM bound b)
            DELETE FROM events.log l USING bound b WHERE (l.tx, l.seq) <= (b.tx, b.seq)
            """);
        var (seen, order) = (1, await ledger.Order());
        while (await late.MoveNextAsync() && !late.Current.IsGap)
        {
            seen++;
        }

        seen.ShouldBe(1000);
        late.Current.IsGap.ShouldBeTrue();
        await ledger.Write("the end");
        (await Collect(node.Tail, late.Current.Cursor, until: "the end")).ShouldBe([.. order, (await ledger.Order())[^1]]);
    }

    [Fact]
    public async Task A_node_that_stops_tells_its_followers_where_to_resume()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await node.StartTail();
        await ledger.Write("one");
        await using var follower = node.Tail.Follow(LogCursor.Start, _ => true, default).GetAsyncEnumerator();
        await follower.MoveNextAsync();
        var next = follower.MoveNextAsync();
        await node.Stop();
        (await next).ShouldBeTrue();
        follower.Current.ShouldBe(new LiveMessage((await ledger.Order())[0], null));
    }

    [Fact]
    public async Task A_commit_on_one_node_wakes_the_others_by_the_bell()
    {
        await using var ledger = await Ledger.Open();
        var (here, there) = (ledger.Node(), ledger.Node());
        await here.Ring();
        await there.Ring();
        await Eventually.So("both listen", async () => await ledger.Database.Ask<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN doorward_log'") == 2);

        var (heard, own) = (there.Signal.Next, there.Signal.Pulses);
        here.Signal.Pulse();
        await heard.WaitAsync(TimeSpan.FromSeconds(30));
        there.Signal.Pulses.ShouldBe(own);  // or the two would ring each other for ever
    }

    [Fact]
    public async Task The_bell_is_heard_again_after_the_connection_was_lost()
    {
        await using var ledger = await Ledger.Open();
        var (here, there) = (ledger.Node(), ledger.Node());
        await here.Ring();
        await there.Ring();
        const string Listening = "FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN doorward_log'";
        await Eventually.So("both listen", async () => await ledger.Database.Ask<long>($"SELECT count(*) {Listening}") == 2);
        await ledger.Database.Ask<long>($"SELECT count(pg_terminate_backend(pid)) {Listening}");
        await Eventually.So("it is heard", async () =>
        {
            var heard = there.Signal.Next;
            here.Signal.Pulse();
            return await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System)) == heard;
        });
    }

    private static async Task<List<LogCursor>> Collect(LiveTail tail, LogCursor after, string until)
    {
        var seen = new List<LogCursor>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var message in tail.Follow(after, _ => true, patience.Token))
        {
            if (message.IsGap)
            {
                // Too slow for the queue: come back as a client would.
                seen.AddRange(await Collect(tail, message.Cursor, until));
                return seen;
            }

            seen.Add(message.Cursor);
            if (message.Entry!.Type == until)
            {
                break;
            }
        }

        return seen;
    }
}
