using System.Threading.Channels;

namespace Doorward.Platform.Events.Live;

/// <summary>One live subscriber's queue, bounded by count and by bytes: who does not keep up is cut off and told, and holds up nobody.</summary>
internal sealed class Follower(Func<LiveEvent, bool> wants, int bound, int mostBytes)
{
    private readonly Channel<LiveEvent> _queue = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(bound) { SingleReader = true, SingleWriter = true });
    private long _bytes;

    public ChannelReader<LiveEvent> Queue => _queue.Reader;

    /// <summary>False: it fell behind and gets no more.</summary>
    public bool Offer(LiveEvent live)
    {
        if (!wants(live))
        {
            return true;
        }

        if (Interlocked.Add(ref _bytes, live.Bytes) <= mostBytes && _queue.Writer.TryWrite(live))
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>It was taken out of the queue.</summary>
    public void Took(LiveEvent live) => Interlocked.Add(ref _bytes, -live.Bytes);

    public void End() => _queue.Writer.TryComplete();
}
