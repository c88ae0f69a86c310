using Doorward.Platform.Events.Log;
using Doorward.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Doorward.Platform.Tests.Events;

public sealed class LogFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task However_fast_or_slow_each_reader_sees_every_row_once_and_in_the_final_order()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        var order = new TaskCompletionSource<IReadOnlyList<LogCursor>>();
        var before = Read(node.Feed, 1000, Task.CompletedTask, order.Task);
        await Begun(node);
        var writing = ledger.Scribble(writers: 16, transactions: 100); // more rows than are kept
        Task<List<LogCursor>>[] readers =
        [
            before, Read(node.Feed, 1000, Task.CompletedTask, order.Task), Read(node.Feed, 7, Task.CompletedTask, order.Task), Read(node.Feed, 1000, writing, order.Task),
        ];
        await Eventually.So("all is written", () =>
        {
            node.Signal.Wake();
            return writing.IsCompleted;
        });

        var written = await ledger.Order();
        order.SetResult(written);
        written.Count.ShouldBeGreaterThan(2500);
        foreach (var reader in readers)
        {
            (await reader.WaitAsync(Patience)).ShouldBe(written);
        }
    }

    [Fact]
    public async Task What_was_read_once_is_handed_to_others_from_memory()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await Begun(node);
        var start = await node.Reader.Now(default);
        var grown = node.Feed.Open(_ => true).Next;
        await ledger.Write("one");
        await grown.WaitAsync(Patience);

        await ledger.Database.Do("TRUNCATE events.log CASCADE");
        (await node.Reader.Read(start, 10, default)).ShouldBeEmpty();
        (await node.Feed.Read(start, 10, default)).Select(entry => entry.Type).ShouldBe(["one"]);
    }

    [Fact]
    public async Task What_concerns_a_reader_wakes_it_at_once()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        using var feed = new LogFeed(node.Reader, node.Signal, new StoppedClock(), NullLogger<LogFeed>.Instance);
        var (concerned, other) = (feed.Open(type => type == "a"), feed.Open(type => type == "b"));
        var begun = other.Next;
        await feed.StartAsync(default);
        await begun.WaitAsync(Patience);

        var (grown, passing) = (concerned.Next, other.Next);
        await ledger.Write("a");
        node.Signal.Wake();
        await grown.WaitAsync(Patience);
        passing.IsCompleted.ShouldBeFalse();
        await feed.StopAsync(default);
    }

    [Fact]
    public async Task What_does_not_concern_it_is_to_be_passed_a_little_later()
    {
        await using var ledger = await Ledger.Open();
        var node = ledger.Node();
        await Begun(node);
        var passing = node.Feed.Open(_ => false).Next;
        await ledger.Write("a");
        await passing.WaitAsync(Patience);
    }

    private static async Task Begun(LedgerNode node)
    {
        var begun = node.Feed.Open(_ => false).Next;
        await node.Feeds();
        await begun.WaitAsync(Patience);
    }

    /// <summary>Reads until it has as many as there are in the end; after the first rows it is held up for a while.</summary>
    private static async Task<List<LogCursor>> Read(LogFeed feed, int limit, Task heldUp, Task<IReadOnlyList<LogCursor>> order)
    {
        var reader = feed.Open(_ => true);
        var (seen, cursor) = (new List<LogCursor>(), LogCursor.Start);
        while (true)
        {
            var grown = reader.Next;
            var batch = await feed.Read(cursor, limit, default);
            seen.AddRange(batch.Select(entry => entry.Cursor));
            if (batch.Count > 0)
            {
                cursor = batch[^1].Cursor;
                await heldUp;
                continue;
            }

            if (order.IsCompleted && seen.Count >= order.Result.Count)
            {
                return seen;
            }

            await (order.IsCompleted ? grown : Task.WhenAny(grown, order)).WaitAsync(Patience);
        }
    }
}
