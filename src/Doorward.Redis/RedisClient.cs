using System.Buffers;
using System.Collections.Concurrent;
using Doorward.Redis.Connections;
using Doorward.Redis.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Doorward.Redis;

/// <summary>
/// A client of one Redis server (or Valkey, or another that speaks RESP). All callers share one pipelined connection; each command that blocks has one of its own. Nothing is ever
/// sent twice: a call either has its answer, or <see cref="RedisUnreachableException"/> (it was not sent), or <see cref="RedisOutcomeUnknownException"/> (it was,
/// and nobody knows). A caller that cancels leaves at once; its command may be executed all the same, and its reply is read and dropped.
/// </summary>
public sealed class RedisClient : IAsyncDisposable
{
    private const int KeptForBlocking = 8;

    private readonly ConcurrentBag<Line> _forBlocking = [];
    private readonly ConcurrentDictionary<Line, bool> _blocked = [];
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Line _line;
    private bool _isClosed;

    /// <summary>It connects with the first call.</summary>
    public RedisClient(RedisOptions options, ILogger<RedisClient>? log = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _log) = (options, time ?? TimeProvider.System, log ?? NullLogger<RedisClient>.Instance);
        _line = new Line(_options, _time, _log);
    }

    /// <summary>Whether the shared connection is open now. It is opened by calls only.</summary>
    public bool IsConnected => _line.IsOpen;

    /// <summary>Any command that neither blocks nor changes the connection.</summary>
    /// <exception cref="RedisException">See its kinds.</exception>
    /// <exception cref="ArgumentException">It is a command that cannot be sent on a shared connection.</exception>
    public Task<Reply> Call(ReadOnlySpan<Argument> command, CancellationToken cancellation = default)
    {
        Unsharable.Refuse(command);
        cancellation.ThrowIfCancellationRequested();
        var awaited = new AwaitedOne();
        return Watched(_line.TrySend(command, awaited) ? awaited.Task : Later(Written(command), awaited, cancellation), cancellation);
    }

    /// <summary>
    /// A command that the server answers only when there is something, on a connection of its own. <paramref name="block"/> is what the command
    /// itself tells the server: the reply is awaited that much longer. Who cancels closes that connection, so that the server does not go on for nobody.
    /// </summary>
    /// <exception cref="RedisException">See its kinds.</exception>
    public Task<Reply> CallBlocking(TimeSpan block, ReadOnlySpan<Argument> command, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(block, TimeSpan.Zero);
        Unsharable.Refuse(command);
        return OnItsOwn(Written(command), new AwaitedOne { Block = block }, cancellation);
    }

    /// <summary>Sends all at once; the replies in the same order. An error is one of the replies: see <see cref="Reply.OrThrow"/>.</summary>
    /// <exception cref="RedisException">See its kinds; an unknown outcome is that of each of them.</exception>
    public async Task<IReadOnlyList<Reply>> Pipeline(CommandBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.Count == 0 ? [] : await Many(batch.Written, batch.Count, cancellation);
    }

    /// <summary>
    /// Sends all at once between MULTI and EXEC: all are executed with nothing in between, or none. The replies in the same order. As Redis has it, a command that fails
    /// when it is executed (of the wrong type, say) does not undo the others: its error is one of the replies.
    /// </summary>
    /// <exception cref="RedisErrorException">The server refused one of them, and so executed none.</exception>
    /// <exception cref="RedisException">See its kinds; an unknown outcome is that of all together.</exception>
    public async Task<IReadOnlyList<Reply>> Transaction(CommandBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
        {
            return [];
        }

        var whole = new ArrayBufferWriter<byte>(batch.Bytes + 64);
        CommandWriter.Write(whole, ["MULTI"]);
        whole.Write(batch.Written.Span);
        CommandWriter.Write(whole, ["EXEC"]);
        var replies = await Many(whole.WrittenMemory, batch.Count + 2, cancellation);
        if (replies[^1].IsError)
        {
            // EXECABORT says only that one of them was refused; that one's own error says why
            Array.Find(replies, reply => reply.IsError).OrThrow();
        }

        return replies[^1].Items;
    }

    /// <summary>Closes all connections; who still waits is told.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        foreach (var line in _forBlocking.Concat(_blocked.Keys).Prepend(_line))
        {
            await line.DisposeAsync();
        }
    }

    private static ReadOnlyMemory<byte> Written(ReadOnlySpan<Argument> command)
    {
        var written = new ArrayBufferWriter<byte>();
        CommandWriter.Write(written, command);
        return written.WrittenMemory;
    }

    private async Task<Reply> Later(ReadOnlyMemory<byte> command, AwaitedOne awaited, CancellationToken cancellation)
    {
        await _line.Send(command, awaited, cancellation);
        return await awaited.Task;
    }

    private async Task<Reply[]> Many(ReadOnlyMemory<byte> commands, int replies, CancellationToken cancellation)
    {
        var awaited = new AwaitedMany(replies);
        await _line.Send(commands, awaited, cancellation);
        var all = await awaited.Task.WaitAsync(cancellation);
        if (Array.Exists(all, reply => reply.IsError && reply.AsText()!.StartsWith("READONLY", StringComparison.Ordinal)))
        {
            _line.Renew();
        }

        return all;
    }

    /// <summary>A replica that answers was the primary once: by its name another server may be found now.</summary>
    private async Task<Reply> Watched(Task<Reply> reply, CancellationToken cancellation)
    {
        try
        {
            return await reply.WaitAsync(cancellation);
        }
        catch (RedisErrorException refusal) when (refusal.Code == "READONLY")
        {
            _line.Renew();
            throw;
        }
    }

    private async Task<Reply> OnItsOwn(ReadOnlyMemory<byte> command, AwaitedOne awaited, CancellationToken cancellation)
    {
        if (!_forBlocking.TryTake(out var line))
        {
            line = new Line(_options, _time, _log);
        }

        _blocked[line] = true;
        var isInStep = false;
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            await line.Send(command, awaited, cancellation);
            var reply = await awaited.Task.WaitAsync(cancellation);
            isInStep = true;
            return reply;
        }
        catch (RedisException)
        {
            // it is answered, or it has ended: either way nothing is on its way any more, and its pauses are to be kept
            isInStep = true;
            throw;
        }
        finally
        {
            _blocked.TryRemove(line, out _);
            if (isInStep && !_isClosed && _forBlocking.Count < KeptForBlocking)
            {
                _forBlocking.Add(line);
            }
            else
            {
                await line.DisposeAsync();
            }
        }
    }
}
