using System.Threading.Channels;
using Doorward.Platform.Events.Log;

namespace Doorward.Platform.Events.Live;

/// <summary>One live subscriber's queue, bounded: who does not keep up is cut off and told, and holds up nobody.</summary>
internal sealed class Follower(Func<LogEntry, bool> wants, int bound)
{
    private readonly Channel<LogEntry> _queue = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(bound) { SingleReader = true, SingleWriter = true });

    public ChannelReader<LogEntry> Queue => _queue.Reader;

    public bool Wants(LogEntry entry) => wants(entry);

    /// <summary>False: it fell behind and gets no more.</summary>
    public bool Offer(LogEntry entry)
    {
        if (!wants(entry) || _queue.Writer.TryWrite(entry))
        {
            return true;
        }

        End();
        return false;
    }

    public void End() => _queue.Writer.TryComplete();
}
