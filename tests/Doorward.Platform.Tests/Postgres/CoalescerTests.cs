using System.Collections.Concurrent;
using Doorward.Platform.Postgres;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Platform.Tests.Postgres;

/// <summary>Those who ask at the same time are answered by one statement, each with their own answer or failure.</summary>
public sealed class CoalescerTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<int[]> _asked = new();

    [Fact]
    public async Task What_is_asked_while_one_statement_runs_goes_with_the_next()
    {
        var squares = Squares();
        var first = squares.Ask(1);
        await Eventually.So("the first is under way", () => Task.FromResult(_asked.Count == 1));
        var others = Enumerable.Range(2, 5).Select(n => squares.Ask(n)).ToList();
        _gate.SetResult();

        (await first).ShouldBe(1);
        (await Task.WhenAll(others)).ShouldBe([4, 9, 16, 25, 36]);
        _asked.Select(one => one.Length).ShouldBe([1, 5]);
    }

    [Fact]
    public async Task One_statement_carries_no_more_than_it_may()
    {
        var squares = Squares(most: 3);
        var first = squares.Ask(1);
        await Eventually.So("the first is under way", () => Task.FromResult(_asked.Count == 1));
        var others = Enumerable.Range(2, 7).Select(n => squares.Ask(n)).ToList();
        _gate.SetResult();
        await Task.WhenAll([first, .. others]);

        _asked.Select(one => one.Length).ShouldBe([1, 3, 3, 1]);
    }

    [Fact]
    public async Task Only_whose_question_is_refused_hears_of_it()
    {
        _gate.SetResult();
        var squares = Squares();
        var answers = Enumerable.Range(-1, 6).Select(n => squares.Ask(n)).ToList();
        await Should.ThrowAsync<PostgresException>(answers[0]);
        (await Task.WhenAll(answers.Skip(1))).ShouldBe([0, 1, 4, 9, 16]);
    }

    [Fact]
    public async Task A_broken_line_is_everybodys_and_the_next_question_is_asked_all_the_same()
    {
        _gate.SetResult();
        var broken = true;
        var squares = new Coalescer<int, int>(asked =>
        {
            _asked.Enqueue([.. asked]);
            return broken ? throw new NpgsqlException("The line is cut.") : Task.FromResult<IReadOnlyList<int>>([.. asked]);
        });
        var answers = Enumerable.Range(0, 4).Select(n => squares.Ask(n)).ToList();
        foreach (var answer in answers)
        {
            await Should.ThrowAsync<NpgsqlException>(answer);
        }

        _asked.Sum(one => one.Length).ShouldBe(4, "nobody's question was asked twice");
        broken = false;
        (await squares.Ask(7)).ShouldBe(7);
    }

    [Fact]
    public async Task Who_leaves_is_not_waited_for()
    {
        using var leaving = new CancellationTokenSource();
        var squares = Squares();
        var (left, stays) = (squares.Ask(2, leaving.Token), squares.Ask(3));
        await leaving.CancelAsync();
        await Should.ThrowAsync<TaskCanceledException>(left);
        _gate.SetResult();
        (await stays).ShouldBe(9);
    }

    /// <summary>Squares, none before the gate is open; of what is less than nothing there is none.</summary>
    private Coalescer<int, int> Squares(int most = 64) => new(
        async asked =>
        {
            _asked.Enqueue([.. asked]);
            await _gate.Task;
            return asked.Any(n => n < 0) ? throw new PostgresException("less than nothing", "ERROR", "ERROR", "22003") : [.. asked.Select(n => n * n)];
        },
        most);
}
