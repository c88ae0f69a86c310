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

    private readonly WaitingLine _line;
    private readonly Stream _stream;
    private readonly RedisOptions _options;
    private readonly ITimer _watch;
    private readonly Task _reading;

    public Wire(Stream stream, RedisOptions options, TimeProvider time)
    {
        (_stream, _options) = (stream, options);
        _line = new WaitingLine(options, time);
        var often = options.ReplyTimeout / 4;
        _watch = time.CreateTimer(_ => Watch(), null, often, often);
        _reading = Task.Run(Read);
    }

    /// <summary>Called once, when it has ended: why, and whether nobody waited for anything.</summary>
    public Action<Exception, bool>? Ended { get; set; }

    /// <summary>Whether a command can be given to it.</summary>
    public bool IsUsable => _line.IsOpen;

    /// <summary>Whether it was given up for a new one.</summary>
    public bool IsRetired => _line.IsRetired;

    /// <summary>How many commands were answered.</summary>
    public long Answered => _line.Answered;

    /// <summary>Sends a command; false when the connection has ended, and nothing was sent.</summary>
    public bool TrySend(ReadOnlySpan<Argument> command, Awaited awaited) => TrySend(command, [], awaited);

    /// <summary>Sends commands that are written already, one behind the other.</summary>
    public bool TrySend(ReadOnlySpan<byte> commands, Awaited awaited) => TrySend([], commands, awaited);

    /// <summary>Takes no more commands, and ends when those in line are answered.</summary>
    public void Retire()
    {
        _line.Retire();
        EndWhenRetired();
    }

    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(RedisClient), "The client was closed."));
        await _reading;
    }

    private bool TrySend(ReadOnlySpan<Argument> command, ReadOnlySpan<byte> written, Awaited awaited)
    {
        var joined = _line.TryJoin(command, written, awaited, out var needsWriter);
        if (needsWriter)
        {
            // on another thread, so that those who call in a row are written together
            ThreadPool.UnsafeQueueUserWorkItem(wire => _ = wire.Write(), this, preferLocal: false);
        }

        return joined;
    }

    private async Task Write()
    {
        try
        {
            while (_line.Leave() is { } gathered)
            {
                await _stream.WriteAsync(gathered);
            }
        }
        catch (Exception failure)
        {
            End(failure);
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
                    if (reply.Kind != ReplyKind.Push)
                    {
                        _line.Deliver(reply);
                        EndWhenRetired();
                    }
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

    private void EndWhenRetired()
    {
        if (_line.IsRetired && _line.IsRetiredAndEmpty)
        {
            End(new EndOfStreamException("The connection was given up for a new one."));
        }
    }

    /// <summary>Ends the connection when the next reply takes too long.</summary>
    private void Watch()
    {
        if (_line.IsLate())
        {
            End(new TimeoutException($"No reply came within {_options.ReplyTimeout.TotalSeconds:0.###} s."));
        }
    }

    private void End(Exception why)
    {
        if (_line.Close() is not var (waiting, unsent))
        {
            return;
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
