using Doorward.Platform.Queues;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>Keeps messages hidden from others while somebody works on them, however long that takes.</summary>
internal sealed class Hiding : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _beating;

    /// <param name="messages">At most as many as one call takes.</param>
    /// <param name="queue">Whose they are.</param>
    /// <param name="visibility">How long each extension is; it is asked for three times as often.</param>
    /// <param name="time">For the waits between.</param>
    public Hiding(IReadOnlyList<SqsMessage> messages, SqsClient queue, TimeSpan visibility, TimeProvider time) => _beating = Beat(messages, queue, visibility, time);

    /// <summary>Set when they can no longer be kept: their time is over, and others may have them. SQS hides nothing for more than twelve hours.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Stops extending, and returns when nothing more is on its way.</summary>
    public async Task End()
    {
        await _ended.CancelAsync();
        await _beating;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task Beat(IReadOnlyList<SqsMessage> messages, SqsClient queue, TimeSpan visibility, TimeProvider time)
    {
        while (true)
        {
            await time.Wait(visibility / 3, _ended.Token);
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if ((await queue.ChangeVisibility(messages, visibility, _ended.Token)).Refused.Count == messages.Count)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
            catch (Exception failure) when (failure is QueueUnavailable or OperationCanceledException)
            {
                // The next one may come through in time; if not, what is done twice is known by its event.
                ScreeningMetrics.Failed("extend");
            }
        }
    }
}
