using Doorward.Platform.Events.Log;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

public sealed class LogOrderTests
{
    [Fact]
    public async Task A_later_row_is_not_shown_before_an_earlier_transaction_has_ended()
    {
        await using var ledger = await Ledger.Open();
        var reader = ledger.Node().Reader;
        await using var slow = await ledger.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand(Ledger.Insert("early"), slow))
        {
            await write.ExecuteNonQueryAsync();
        }

        await ledger.Write("late");
        (await reader.Read(LogCursor.Start, 10, default)).ShouldBeEmpty();
        (await reader.Look(LogCursor.Start, 10, default)).IsAhead.ShouldBeTrue();

        await transaction.CommitAsync();
        await Eventually.So("both are final", async () => (await reader.Read(LogCursor.Start, 10, default)).Count == 2);
        (await reader.Read(LogCursor.Start, 10, default)).Select(entry => entry.Type).ShouldBe(["early", "late"]);
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_holds_nobody_up_for_longer()
    {
        await using var ledger = await Ledger.Open();
        var reader = ledger.Node().Reader;
        await using (var slow = await ledger.Database.OpenConnectionAsync())
        await using (var transaction = await slow.BeginTransactionAsync())
        {
            await using var write = new NpgsqlCommand(Ledger.Insert("early"), slow);
            await write.ExecuteNonQueryAsync();
            await ledger.Write("late");
            await transaction.RollbackAsync();
        }

        await Eventually.So("the other is final", async () => (await reader.Read(LogCursor.Start, 10, default)) is [{ Type: "late" }]);
    }

    [Fact]
    public async Task Nothing_is_ahead_of_a_reader_who_has_seen_it_all()
    {
        await using var ledger = await Ledger.Open();
        var reader = ledger.Node().Reader;
        (await reader.Look(LogCursor.Start, 10, default)).IsAhead.ShouldBeFalse();
        await using var older = await ledger.Database.OpenConnectionAsync();
        await using var transaction = await older.BeginTransactionAsync();
        await using (var begin = new NpgsqlCommand("SELECT pg_current_xact_id()", older))
        {
            await begin.ExecuteScalarAsync();
        }

        await ledger.Write("one");
        var end = (await ledger.Order())[^1];
        (await reader.Look(LogCursor.Start, 10, default)).IsAhead.ShouldBeTrue();
        (await reader.Look(end, 10, default)).IsAhead.ShouldBeFalse();

        await transaction.RollbackAsync();
        await Eventually.So("it is final", async () => await reader.Look(LogCursor.Start, 10, default) is { Entries: [{ Type: "one" }], IsAhead: false });
    }

    [Fact]
    public async Task However_writers_overlap_a_follower_sees_every_row_once_and_in_the_final_order()
    {
        await using var ledger = await Ledger.Open();
        var reader = ledger.Node().Reader;
        var writing = ledger.Scribble(writers: 16, transactions: 40);

        var seen = new List<LogCursor>();
        var cursor = LogCursor.Start;
        await Eventually.So("all is read", async () =>
        {
            var done = writing.IsCompleted;
            var (batch, isAhead) = await reader.Look(cursor, 17, default);
            seen.AddRange(batch.Select(entry => entry.Cursor));
            cursor = batch.Count > 0 ? batch[^1].Cursor : cursor;
            return done && batch.Count == 0 && !isAhead;
        });

        await writing;
        seen.Count.ShouldBeGreaterThan(500);
        seen.ShouldBe(await ledger.Order());
    }

    [Fact]
    public async Task From_now_on_misses_nothing_that_was_not_committed_yet()
    {
        await using var ledger = await Ledger.Open();
        var reader = ledger.Node().Reader;
        await ledger.Write("past");
        await Eventually.So("the past is final", async () => (await reader.Read(LogCursor.Start, 10, default)).Count == 1);
        await using var slow = await ledger.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand(Ledger.Insert("under way"), slow))
        {
            await write.ExecuteNonQueryAsync();
        }

        var now = await reader.Now(default);
        await transaction.CommitAsync();
        await Eventually.So("what was under way is seen", async () => (await reader.Read(now, 10, default)) is [{ Type: "under way" }]);
    }

    [Fact]
    public void A_cursor_is_read_back_as_it_was_written_and_sorts_by_transaction_then_sequence()
    {
        var random = new Random(20_26);
        ulong[] edges = [0, 1, 2, uint.MaxValue, ulong.MaxValue];
        var cursors = Enumerable.Range(0, 2000).Select(_ => new LogCursor(
            random.Next(3) == 0 ? random.GetItems(edges, 1)[0] : (ulong)random.NextInt64(20), random.Next(9) == 0 ? long.MaxValue : random.NextInt64(20))).ToList();
        foreach (var (one, other) in cursors.Zip(cursors.Skip(1)))
        {
            LogCursor.TryParse(one.ToString(), out var back).ShouldBeTrue();
            back.ShouldBe(one);
            var expected = one.Tx != other.Tx ? one.Tx.CompareTo(other.Tx) : one.Seq.CompareTo(other.Seq);
            Math.Sign(one.CompareTo(other)).ShouldBe(Math.Sign(expected));
            (one < other).ShouldBe(expected < 0);
            (one > other).ShouldBe(expected > 0);
            (one <= other).ShouldBe(expected <= 0);
            (one >= other).ShouldBe(expected >= 0);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("-1-1")]
    [InlineData("1--1")]
    [InlineData("1-1-1")]
    [InlineData(" 1-1")]
    [InlineData("1-1 ")]
    [InlineData("+1-1")]
    [InlineData("18446744073709551616-1")]
    [InlineData("1-9223372036854775808")]
    [InlineData("1-1'; DROP TABLE")]
    [InlineData("٣-٣")]
    public void What_is_no_cursor_is_not_taken_for_one(string? text) => LogCursor.TryParse(text, out _).ShouldBeFalse();
}
