using System.Buffers;
using System.IO.Pipelines;
using Doorward.Redis.Protocol;

namespace Doorward.Redis.Connections;

/// <summary>
/// One connection, from its first byte to its end. Commands are written by one writer, which takes all that gathered while it wrote before; replies are
/// given to those who wait, in order. It ends once: whoever then waits is told whether the command had left.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private const int ReadBytes = 64 << 10;
    private const int KeptBytes = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<Awaited> _line = new();
    private readonly Stream _stream;
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _watch;
    private readonly Task _reading;
    private ArrayBufferWriter<byte> _gathering = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private long _joined;
    private long _left;
    private long _answered;
    private long _lastReply;
    private bool _isWriting;
    private bool _isRetired;
    private Exception? _end;

    public Wire(Stream stream, RedisOptions options, TimeProvider time)
    {
        (_stream, _options, _time) = (stream, options, time);
        _lastReply = time.GetTimestamp();
        var often = options.ReplyTimeout / 4;
        _watch = time.CreateTimer(_ => Watch(), null, often, often);
        _reading = Task.Run(Read);
    }

    /// <summary>Called once, when it has ended: why, and whether nobody waited for anything.</summary>
    public Action<Exception, bool>? Ended { get; set; }

    /// <summary>Whether a command can be given to it.</summary>
    public bool IsUsable => _end is null && !_isRetired;

    /// <summary>Whether it was given up for a new one.</summary>
    public bool IsRetired => _isRetired;

    /// <summary>How many commands were answered.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Joins the line with a command, or is refused because the line is too long; false when the connection has ended, and nothing was sent.</summary>
    public bool TrySend(ReadOnlySpan<Argument> command, Awaited awaited)
    {
        lock (_gate)
        {
            if (IsUsable && HasRoom(awaited))
            {
                CommandWriter.Write(_gathering, command);
                Join(awaited);
            }

            return IsUsable;
        }
    }

    /// <summary>Joins the line with commands that are written already, one behind the other.</summary>
    public bool TrySend(ReadOnlySpan<byte> commands, Awaited awaited)
    {
        lock (_gate)
        {
            if (IsUsable && HasRoom(awaited))
            {
                _gathering.Write(commands);
                Join(awaited);
            }

            return IsUsable;
        }
    }

    /// <summary>Takes no more commands, and ends when those in line are answered.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _isRetired = true;
        }

        EndWhenRetired();
    }

    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(RedisClient), "The client was closed."));
        await _reading;
    }

    private bool HasRoom(Awaited awaited)
    {
        if (_gathering.WrittenCount < _options.QueuedBytes && _line.Count < _options.WaitingCalls)
        {
            return true;
        }

        awaited.Fail(new RedisUnreachableException("More is asked of the server than it answers: too many calls wait already."));
        return false;
    }

    private void Join(Awaited awaited)
    {
        awaited.Since = _time.GetTimestamp();
        _line.Enqueue(awaited);
        _joined++;
        if (!_isWriting)
        {
            // on another thread, so that those who call in a row are written together
            _isWriting = true;
            ThreadPool.UnsafeQueueUserWorkItem(wire => _ = wire.Write(), this, preferLocal: false);
        }
    }

    private async Task Write()
    {
        try
        {
            while (Leave())
            {
                await _stream.WriteAsync(_leaving.WrittenMemory);
                _leaving = _leaving.Capacity > KeptBytes ? new ArrayBufferWriter<byte>() : _leaving;
                _leaving.ResetWrittenCount();
            }
        }
        catch (Exception failure)
        {
            End(failure);
        }
    }

    private bool Leave()
    {
        lock (_gate)
        {
            _isWriting = _end is null && _gathering.WrittenCount > 0;
            if (_isWriting)
            {
                (_gathering, _leaving) = (_leaving, _gathering);
                _left = _joined;
            }

            return _isWriting;
        }
    }

    private async Task Read()
    {
        var pipe = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
        try
        {
            var parser = new ReplyParser(_options.ReplyBytes);
            while (true)
            {
                var read = await pipe.ReadAsync();
                var bytes = read.Buffer;
                while (parser.TryRead(ref bytes, out var reply))
                {
                    Deliver(reply);
                }

                if (read.IsCompleted)
                {
                    throw new EndOfStreamException("The server closed the connection.");
                }

                pipe.AdvanceTo(bytes.Start, bytes.End);
            }
        }
        catch (Exception failure)
        {
            End(failure);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private void Deliver(Reply reply)
    {
        if (reply.Kind == ReplyKind.Push)
        {
            return;
        }

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
            _lastReply = _time.GetTimestamp();
            if (isDone && _line.TryDequeue(out _))
            {
                _answered++;
            }
        }

        EndWhenRetired();
    }

    private void EndWhenRetired()
    {
        bool isDone;
        lock (_gate)
        {
            isDone = _isRetired && _line.Count == 0;
        }

        if (isDone)
        {
            End(new EndOfStreamException("The connection was given up for a new one."));
        }
    }

    /// <summary>Ends the connection when the next reply takes too long.</summary>
    private void Watch()
    {
        lock (_gate)
        {
            if (!_line.TryPeek(out var first) || _time.GetElapsedTime(Math.Max(first.Since, _lastReply)) <= _options.ReplyTimeout + first.Block)
            {
                return;
            }
        }

        End(new TimeoutException($"No reply came within {_options.ReplyTimeout.TotalSeconds:0.###} s."));
    }

    private void End(Exception why)
    {
        Awaited[] waiting;
        long unsent;
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            _end = why;
            waiting = [.. _line];
            unsent = _joined - _left;
            _line.Clear();
        }

        _watch.Dispose();
        _stream.Dispose();
        for (var at = 0; at < waiting.Length; at++)
        {
            waiting[at].Fail(at < waiting.Length - unsent
                ? new RedisOutcomeUnknownException($"The command was sent, but its outcome is unknown. {why.Message}", why)
                : new RedisUnreachableException($"The command was not sent. {why.Message}", why));
        }

        Ended?.Invoke(why, waiting.Length == 0);
    }
}
