using System.Buffers;
using Doorward.Redis.Connections;
using Doorward.Redis.Protocol;

namespace Doorward.Redis;

/// <summary>Commands that are sent together, in one write and with nobody else's between them.</summary>
public sealed class CommandBatch
{
    private readonly ArrayBufferWriter<byte> _written = new();

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>How large they are, in bytes as they are sent.</summary>
    public int Bytes => _written.WrittenCount;

    internal ReadOnlyMemory<byte> Written => _written.WrittenMemory;

    /// <summary>One more.</summary>
    /// <exception cref="ArgumentException">It is a command that cannot be sent on a shared connection.</exception>
    public CommandBatch Add(params ReadOnlySpan<Argument> command)
    {
        Unsharable.Refuse(command);
        CommandWriter.Write(_written, command);
        Count++;
        return this;
    }

    /// <summary>Empties it, so that it can be filled again. Not while it is being sent.</summary>
    public void Clear()
    {
        _written.ResetWrittenCount();
        Count = 0;
    }
}
