using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Doorward.Redis.Protocol;

/// <summary>Writes commands as servers read them: an array of bulk strings, in RESP2 and RESP3 alike.</summary>
internal static class CommandWriter
{
    private const int LongestNumber = 20;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<Argument> command)
    {
        Header(output, (byte)'*', command.Length);
        foreach (ref readonly var argument in command)
        {
            if (argument.Text is { } text)
            {
                Write(output, text);
            }
            else if (argument.IsNumber)
            {
                Write(output, argument.Number);
            }
            else
            {
                Bulk(output, argument.Bytes.Span);
            }
        }
    }

    private static void Write(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Header(output, (byte)'$', bytes);
        var span = output.GetSpan(bytes + 2);
        Encoding.UTF8.GetBytes(text, span);
        span[bytes] = (byte)'\r';
        span[bytes + 1] = (byte)'\n';
        output.Advance(bytes + 2);
    }

    private static void Write(IBufferWriter<byte> output, long number)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        Utf8Formatter.TryFormat(number, digits, out var written);
        Bulk(output, digits[..written]);
    }

    private static void Bulk(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        Header(output, (byte)'$', bytes.Length);
        var span = output.GetSpan(bytes.Length + 2);
        bytes.CopyTo(span);
        span[bytes.Length] = (byte)'\r';
        span[bytes.Length + 1] = (byte)'\n';
        output.Advance(bytes.Length + 2);
    }

    private static void Header(IBufferWriter<byte> output, byte type, int length)
    {
        var span = output.GetSpan(LongestNumber + 3);
        span[0] = type;
        Utf8Formatter.TryFormat(length, span[1..], out var written);
        span[1 + written] = (byte)'\r';
        span[2 + written] = (byte)'\n';
        output.Advance(3 + written);
    }
}
