using System.Diagnostics;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Doorward.Platform.Commands;

/// <summary>
/// Coalesces concurrent callers of one command: while a statement runs, arriving commands queue, and all of them go as the next statement.
/// An idle system adds no delay; under load the cost of a round trip, a plan and a commit is shared.
/// </summary>
public sealed class CommandBatcher<TCommand, TOutcome>(
    CommandStatement<TCommand, TOutcome> statement, BatchRunner runner, BatcherOptions options) : IHostedService, IThreadPoolWorkItem
    where TOutcome : class
{
    private readonly CommandQueue<TCommand, TOutcome> _queue = new(statement, options.BatchSize);
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private bool _running;

    /// <summary>Carries out a command, together with those that wait.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">A caller that leaves while its command waits takes it out of the queue; once its statement runs, it is carried out.</param>
    /// <exception cref="BatcherFull">The queue is at its bound; nothing was done.</exception>
    /// <exception cref="OutcomeUnknown">The connection broke in the middle of the statement.</exception>
    /// <exception cref="DatabaseUnavailable">No connection could be had; nothing was done.</exception>
    public Task<TOutcome> Submit(TCommand command, CancellationToken cancellation)
    {
        var waiting = new Waiting<TCommand, TOutcome>(command, cancellation);
        lock (_gate)
        {
            MakeRoom(1);
            _queue.Add(waiting);
            Begin();
        }

        return waiting.Task.WaitAsync(cancellation);
    }

    /// <summary>As <see cref="Submit"/>, for several that came together: they go as one statement, but for those that it keeps apart.</summary>
    /// <returns>A task for each, in their order.</returns>
    /// <inheritdoc cref="Submit"/>
    public IReadOnlyList<Task<TOutcome>> SubmitAll(IReadOnlyList<TCommand> commands, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(commands);
        var waiting = commands.Select(command => new Waiting<TCommand, TOutcome>(command, cancellation)).ToList();
        lock (_gate)
        {
            MakeRoom(waiting.Count);
            waiting.ForEach(_queue.Add);
            Begin();
        }

        return [.. waiting.Select(one => one.Task.WaitAsync(cancellation))];
    }

    void IThreadPoolWorkItem.Execute() => _ = Run();

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains: the server has stopped accepting by now, so what is queued is all there will be.</summary>
    Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_running)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private void MakeRoom(int places)
    {
        if (_queue.Count + places > options.QueueLength)
        {
            _queue.Sweep();
        }

        if (_queue.Count + places > options.QueueLength)
        {
            throw new BatcherFull(statement.Name);
        }
    }

    private void Begin()
    {
        if (!_running)
        {
            _running = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task Run()
    {
        var batch = new List<Waiting<TCommand, TOutcome>>();
        while (Take(batch))
        {
            using var span = Span(batch);
            await runner.Run(statement, batch, options.Attempts);
            Measure(batch);
            batch.Clear();
        }
    }

    private bool Take(List<Waiting<TCommand, TOutcome>> batch)
    {
        lock (_gate)
        {
            _queue.Take(batch);
            if (batch.Count > 0)
            {
                return true;
            }

            _running = false;
            _idle?.TrySetResult();
            return false;
        }
    }

    private Activity? Span(List<Waiting<TCommand, TOutcome>> batch) => DoorwardTelemetry.Source.HasListeners()
        ? DoorwardTelemetry.Source.StartActivity(
            $"batch {statement.Name}", ActivityKind.Internal, batch[0].Parent,
            [new("doorward.batch.size", batch.Count)],
            batch.Skip(1).Where(waiting => waiting.Parent != default).Select(waiting => new ActivityLink(waiting.Parent)))
        : null;

    private void Measure(List<Waiting<TCommand, TOutcome>> batch)
    {
        if (!CommandMetrics.Enabled)
        {
            return;
        }

        CommandMetrics.Batch(statement.Name, batch.Count);
        batch.ForEach(waiting => CommandMetrics.Waited(statement.Name, Stopwatch.GetElapsedTime(waiting.Since)));
    }
}
