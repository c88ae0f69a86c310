using System.Buffers;
using System.Buffers.Text;

namespace Doorward.Redis.Protocol;

/// <summary>
/// Reads replies (github.com/redis/redis-specifications, RESP2 and RESP3) of bytes that arrive in pieces. A reply's parts are read once: what is open is
/// kept between the pieces. What a server claims (lengths, counts) is believed only as far as its bytes have come; all of one reply is bounded.
/// </summary>
internal sealed class ReplyParser(int mostBytes)
{
    private const int LongestLine = 64 << 10;
    private const int Deepest = 64;

    private static readonly byte[] Ok = "OK"u8.ToArray();
    private static readonly byte[] Queued = "QUEUED"u8.ToArray();

    private readonly Stack<Aggregate> _open = new();
    private long _taken;

    /// <summary>The next whole reply, and <paramref name="input"/> is what comes after it; or false, and it is what must be given again with more behind.</summary>
    /// <exception cref="RedisProtocolException">This is no reply, or a larger one than allowed. Nothing after it can be read.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> input, out Reply reply)
    {
        var reader = new SequenceReader<byte>(input);
        while (true)
        {
            var before = reader.Consumed;
            if (!TryReadPart(ref reader, out var part, out var opened))
            {
                reader.Rewind(reader.Consumed - before);
                input = input.Slice(reader.Position);
                reply = default;
                return false;
            }

            _taken += reader.Consumed - before;
            if (_taken > mostBytes)
            {
                throw TooLong();
            }

            if (opened is not null)
            {
                _open.Push(_open.Count < Deepest ? opened : throw new RedisProtocolException($"The reply is nested more than {Deepest} deep."));
            }
            else if (Close(part) is { } whole)
            {
                input = input.Slice(reader.Position);
                _taken = 0;
                reply = whole;
                return true;
            }
        }
    }

    /// <summary>Puts a part where it belongs; gives the whole reply when that was its last.</summary>
    private Reply? Close(Reply part)
    {
        while (_open.TryPeek(out var innermost))
        {
            innermost.Items.Add(part);
            if (innermost.Items.Count < innermost.Expected)
            {
                return null;
            }

            _open.Pop();
            if (innermost.IsAttribute)
            {
                return null; // says something about the reply that follows, which is what was asked for
            }

            part = Reply.Of(innermost.Kind, [.. innermost.Items]);
        }

        return part;
    }

    private bool TryReadPart(ref SequenceReader<byte> reader, out Reply part, out Aggregate? opened)
    {
        (part, opened) = (default, null);
        if (!reader.TryRead(out var type))
        {
            return false;
        }

        if (!"$+:*-_%#,(!=~>|"u8.Contains(type))
        {
            throw new RedisProtocolException("What came is no reply.");
        }

        if (!TryReadLine(ref reader, out var line))
        {
            return false;
        }

        switch (type)
        {
            case (byte)'+': part = Reply.Of(ReplyKind.Text, Kept(line)); return true;
            case (byte)'-': part = Reply.Of(ReplyKind.Error, line.ToArray()); return true;
            case (byte)':': part = Reply.Of(ReplyKind.Integer, Number(line)); return true;
            case (byte)'_' when line.IsEmpty: part = Reply.Nil; return true;
            case (byte)'#' when line.SequenceEqual("t"u8) || line.SequenceEqual("f"u8): part = Reply.Of(ReplyKind.Boolean, line[0] == 't' ? 1 : 0); return true;
            case (byte)',': part = Reply.Of(Double(line)); return true;
            case (byte)'(' when IsBigNumber(line): part = Reply.Of(ReplyKind.BigNumber, line.ToArray()); return true;
            case (byte)'$': return TryReadBulk(ref reader, Length(line), ReplyKind.Text, 0, out part);
            case (byte)'!': return TryReadBulk(ref reader, Length(line), ReplyKind.Error, 0, out part);
            case (byte)'=': return TryReadBulk(ref reader, Length(line), ReplyKind.Text, "txt:".Length, out part);
            case (byte)'*': return Open(Length(line), 1, ReplyKind.Array, false, out part, out opened);
            case (byte)'~': return Open(Length(line), 1, ReplyKind.Set, false, out part, out opened);
            case (byte)'>': return Open(Length(line), 1, ReplyKind.Push, false, out part, out opened);
            case (byte)'%': return Open(Length(line), 2, ReplyKind.Map, false, out part, out opened);
            case (byte)'|': return Open(Length(line), 2, ReplyKind.Map, true, out part, out opened);
            default: throw new RedisProtocolException("What came is no reply.");
        }
    }

    private static bool TryReadLine(ref SequenceReader<byte> reader, out ReadOnlySpan<byte> line)
    {
        if (reader.TryReadTo(out line, "\r\n"u8))
        {
            return line.Length <= LongestLine ? true : throw new RedisProtocolException("A line of the reply has no end.");
        }

        return reader.Remaining <= LongestLine ? false : throw new RedisProtocolException("A line of the reply has no end.");
    }

    private bool TryReadBulk(ref SequenceReader<byte> reader, long length, ReplyKind kind, int prefix, out Reply part)
    {
        part = Reply.Nil;
        if (length < 0)
        {
            return prefix == 0 && kind == ReplyKind.Text ? true : throw new RedisProtocolException("What came is no reply.");
        }

        if (length > mostBytes - _taken)
        {
            throw TooLong();
        }

        if (reader.Remaining < length + 2)
        {
            return false;
        }

        if (length < prefix)
        {
            throw new RedisProtocolException("What came is no reply.");
        }

        reader.Advance(prefix);
        var bytes = new byte[length - prefix];
        reader.TryCopyTo(bytes);
        reader.Advance(bytes.Length);
        if (!reader.IsNext("\r\n"u8, advancePast: true))
        {
            throw new RedisProtocolException("A part of the reply is longer than it says.");
        }

        part = Reply.Of(kind, bytes);
        return true;
    }

    private static bool Open(long count, int each, ReplyKind kind, bool isAttribute, out Reply part, out Aggregate? opened)
    {
        (part, opened) = (default, null);
        if (count > 0)
        {
            opened = count <= int.MaxValue / 2 ? new Aggregate(kind, (int)count * each, isAttribute) : throw TooLong();
        }
        else if (count == 0 && !isAttribute)
        {
            part = Reply.Of(kind, Array.Empty<Reply>());
        }
        else if (count < 0 && kind != ReplyKind.Array || isAttribute)
        {
            throw new RedisProtocolException("What came is no reply.");
        }

        return true;
    }

    private static byte[] Kept(ReadOnlySpan<byte> line) =>
        line.SequenceEqual(Ok) ? Ok : line.SequenceEqual(Queued) ? Queued : line.ToArray();

    private static long Length(ReadOnlySpan<byte> line) =>
        Number(line) is var length and >= -1 ? length : throw new RedisProtocolException("A part of the reply has no length.");

    private static long Number(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line, out long number, out var read) && read == line.Length ? number : throw new RedisProtocolException("A number of the reply is none.");

    private static double Double(ReadOnlySpan<byte> line) => line switch
    {
        [(byte)'i', (byte)'n', (byte)'f'] => double.PositiveInfinity,
        [(byte)'-', (byte)'i', (byte)'n', (byte)'f'] => double.NegativeInfinity,
        [(byte)'n', (byte)'a', (byte)'n'] => double.NaN,
        _ => Utf8Parser.TryParse(line, out double number, out var read) && read == line.Length ? number : throw new RedisProtocolException("A number of the reply is none."),
    };

    private static bool IsBigNumber(ReadOnlySpan<byte> line)
    {
        var digits = line is [(byte)'-' or (byte)'+', ..] ? line[1..] : line;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static RedisProtocolException TooLong() => new("The reply is larger than this client is told to read.");

    private sealed class Aggregate(ReplyKind kind, int expected, bool isAttribute)
    {
        public ReplyKind Kind => kind;

        public int Expected => expected;

        public bool IsAttribute => isAttribute;

        // as many as have come: a count is a claim
        public List<Reply> Items { get; } = new(Math.Min(expected, 64));
    }
}
