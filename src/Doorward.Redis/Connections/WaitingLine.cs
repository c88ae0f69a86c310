using System.Buffers;
using Doorward.Redis.Protocol;

namespace Doorward.Redis.Connections;

/// <summary>Who waits on one connection, in order, and what of their commands has not left yet.</summary>
internal sealed class WaitingLine(RedisOptions options, TimeProvider time)
{
    private const int KeptBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<Awaited> _line = new();
    private ArrayBufferWriter<byte> _gathering = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private long _joined;
    private long _left;
    private long _answered;
    private long _lastReply = time.GetTimestamp();
    private bool _isWriting;
    private bool _isClosed;

    /// <summary>Whether nobody may join any more, though who is in it is still answered.</summary>
    public bool IsRetired { get; private set; }

    public bool IsOpen => !_isClosed && !IsRetired;

    public bool IsRetiredAndEmpty
    {
        get
        {
            lock (_gate)
            {
                return IsRetired && _line.Count == 0;
            }
        }
    }

    /// <summary>How many were answered.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Joins with a command, or with several that are written already; false when the line is closed. Who comes to a line that is too long is told so.</summary>
    /// <param name="command">Of one.</param>
    /// <param name="written">Of several; empty when it is one.</param>
    /// <param name="awaited">Who waits.</param>
    /// <param name="needsWriter">Nobody writes now: somebody must call <see cref="Leave"/>.</param>
    public bool TryJoin(ReadOnlySpan<Argument> command, ReadOnlySpan<byte> written, Awaited awaited, out bool needsWriter)
    {
        needsWriter = false;
        lock (_gate)
        {
            if (!IsOpen)
            {
                return false;
            }

            if (_gathering.WrittenCount >= options.QueuedBytes || _line.Count >= options.WaitingCalls)
            {
                awaited.Fail(new RedisUnreachableException("More is asked of the server than it answers: too many calls wait already."));
                return true;
            }

            if (written.IsEmpty)
            {
                CommandWriter.Write(_gathering, command);
            }
            else
            {
                _gathering.Write(written);
            }

            awaited.Since = time.GetTimestamp();
            _line.Enqueue(awaited);
            _joined++;
            needsWriter = !_isWriting;
            _isWriting = true;
            return true;
        }
    }

    /// <summary>What has gathered and is to be written now, until the next call; null when that is nothing, and the writer is released.</summary>
    public ReadOnlyMemory<byte>? Leave()
    {
        lock (_gate)
        {
            _isWriting = !_isClosed && _gathering.WrittenCount > 0;
            if (!_isWriting)
            {
                return null;
            }

            if (_leaving.Capacity > KeptBytes)
            {
                _leaving = new ArrayBufferWriter<byte>();
            }

            _leaving.ResetWrittenCount();
            (_gathering, _leaving) = (_leaving, _gathering);
            _left = _joined;
            return _leaving.WrittenMemory;
        }
    }

    /// <summary>Gives a reply to the first in the line.</summary>
    /// <exception cref="RedisProtocolException">There is none.</exception>
    public void Deliver(Reply reply)
    {
        Awaited? first;
        lock (_gate)
        {
            if (!_line.TryPeek(out first))
            {
                throw new RedisProtocolException("The server said something that nobody asked for.");
            }
        }

        var isDone = first.Take(reply);
        lock (_gate)
        {
            _lastReply = time.GetTimestamp();
            if (isDone && _line.TryDequeue(out _))
            {
                _answered++;
            }
        }
    }

    /// <summary>Whether the first has been the first for longer than a reply may take.</summary>
    public bool IsLate()
    {
        lock (_gate)
        {
            return _line.TryPeek(out var first) && time.GetElapsedTime(Math.Max(first.Since, _lastReply)) > options.ReplyTimeout + first.Block;
        }
    }

    public void Retire()
    {
        lock (_gate)
        {
            IsRetired = true;
        }
    }

    /// <summary>Closes it; those who wait, and how many of them, from the end, have not left. Null: it was closed before.</summary>
    public (Awaited[] Waiting, int Unsent)? Close()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            _isClosed = true;
            Awaited[] waiting = [.. _line];
            _line.Clear();
            return (waiting, (int)(_joined - _left));
        }
    }
}
