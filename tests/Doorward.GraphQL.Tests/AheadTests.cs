using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL.Tests;

/// <summary>Several elements of a stream are worked on at once, and come out in its order.</summary>
public sealed class AheadTests
{
    private readonly Channel<int> _elements = Channel.CreateUnbounded<int>();
    private readonly List<TaskCompletionSource> _works = [];

    [Fact]
    public async Task What_has_come_is_worked_on_at_once_and_handed_over_in_order()
    {
        for (var n = 0; n < 5; n++)
        {
            _works.Add(new TaskCompletionSource());
            _elements.Writer.TryWrite(n);
        }

        _elements.Writer.Complete();
        var begun = 0;
        var results = new List<int>();
        var reading = Read(
            n =>
            {
                Interlocked.Increment(ref begun);
                return _works[n].Task;
            },
            most: 3, results);

        Volatile.Read(ref begun).ShouldBe(3);
        _works[1].SetResult();
        _works[2].SetResult();
        results.ShouldBeEmpty();
        _works[0].SetResult();
        _works[4].SetResult();
        _works[3].SetResult();
        await reading;
        results.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_single_element_waits_for_no_other()
    {
        var results = new List<int>();
        var reading = Read(_ => Task.CompletedTask, most: 16, results);
        _elements.Writer.TryWrite(1);
        SpinWait.SpinUntil(() => results.Count == 1, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _elements.Writer.Complete();
        await reading;
    }

    [Fact]
    public async Task A_stream_that_fails_fails_after_all_that_came_before()
    {
        for (var n = 0; n < 3; n++)
        {
            _elements.Writer.TryWrite(n);
        }

        _elements.Writer.Complete(new InvalidOperationException("The source is gone."));
        var results = new List<int>();
        (await Should.ThrowAsync<InvalidOperationException>(Read(_ => Task.CompletedTask, most: 2, results))).Message.ShouldBe("The source is gone.");
        results.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Work_that_fails_fails_in_its_place()
    {
        for (var n = 0; n < 3; n++)
        {
            _elements.Writer.TryWrite(n);
        }

        var results = new List<int>();
        await Should.ThrowAsync<FormatException>(Read(n => n == 1 ? Task.FromException(new FormatException()) : Task.CompletedTask, most: 3, results));
        results.ShouldBe([0]);
    }

    [Fact]
    public async Task Who_reads_no_further_ends_the_stream()
    {
        var ended = new TaskCompletionSource();
        await foreach (var n in Endless(ended, default).SelectAhead(Task.FromResult, 4))
        {
            if (n == 10)
            {
                break;
            }
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_is_ended_while_it_waits()
    {
        using var stop = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in Waiting(ended, default).SelectAhead(Task.FromResult, 4, stop.Token))
            {
                // nothing ever comes
            }
        });
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task Read(Func<int, Task> work, int most, List<int> results)
    {
        var worked = _elements.Reader.ReadAllAsync().SelectAhead(
            async n =>
            {
                await work(n);
                return n;
            },
            most);
        await foreach (var result in worked)
        {
            results.Add(result);
        }
    }

    private static async IAsyncEnumerable<int> Endless(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            for (var n = 0; !cancellation.IsCancellationRequested; n++)
            {
                await Task.Yield();
                yield return n;
            }
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static async IAsyncEnumerable<int> Waiting(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            yield return 1;
        }
        finally
        {
            ended.SetResult();
        }
    }
}
