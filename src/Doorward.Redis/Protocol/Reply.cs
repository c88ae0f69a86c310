using System.Buffers.Text;
using System.Text;

namespace Doorward.Redis;

/// <summary>What kinds of reply there are, in RESP3's words; RESP2 has fewer and tells maps and sets as arrays.</summary>
public enum ReplyKind
{
    /// <summary>Nothing.</summary>
    Nil,

    /// <summary>A text or bytes.</summary>
    Text,

    /// <summary>An error.</summary>
    Error,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A floating point number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number of any length, as its digits.</summary>
    BigNumber,

    /// <summary>Several replies.</summary>
    Array,

    /// <summary>Several replies, none twice.</summary>
    Set,

    /// <summary>Keys and values, one after the other.</summary>
    Map,

    /// <summary>What nobody asked for; callers never see one.</summary>
    Push,
}

/// <summary>A reply of the server.</summary>
public readonly struct Reply
{
    private readonly object? _held;
    private readonly long _number;

    private Reply(ReplyKind kind, object? held, long number) => (Kind, _held, _number) = (kind, held, number);

    /// <summary>What it is.</summary>
    public ReplyKind Kind { get; }

    /// <summary>Whether it is nothing.</summary>
    public bool IsNil => Kind == ReplyKind.Nil;

    /// <summary>Whether it is an error.</summary>
    public bool IsError => Kind == ReplyKind.Error;

    /// <summary>The replies within; of a map the keys and values in turn. Empty for what has none.</summary>
    public IReadOnlyList<Reply> Items => Members;

    internal Reply[] Members => _held as Reply[] ?? [];

    internal static Reply Nil => default;

    internal static Reply Of(ReplyKind kind, byte[] bytes) => new(kind, bytes, 0);

    internal static Reply Of(ReplyKind kind, Reply[] items) => new(kind, items, 0);

    internal static Reply Of(ReplyKind kind, long number) => new(kind, null, number);

    internal static Reply Of(double number) => new(ReplyKind.Double, null, BitConverter.DoubleToInt64Bits(number));

    /// <summary>The bytes of a text, an error or a big number; null for nothing.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public byte[]? AsBytes() => IsNil ? null : _held as byte[] ?? throw Isnt("a text");

    /// <summary>The text; a number as its digits; null for nothing.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public string? AsText() => Kind switch
    {
        ReplyKind.Nil => null,
        ReplyKind.Integer => _number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString(AsBytes()!),
    };

    /// <summary>The whole number, also where it is told as text.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public long AsInteger() => Kind switch
    {
        ReplyKind.Integer or ReplyKind.Boolean => _number,
        ReplyKind.Text when Utf8Parser.TryParse(AsBytes(), out long number, out var read) && read == AsBytes()!.Length => number,
        _ => throw Isnt("a whole number"),
    };

    /// <summary>The number, also where it is told as text or is a whole one.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public double AsDouble() => Kind switch
    {
        ReplyKind.Double => BitConverter.Int64BitsToDouble(_number),
        ReplyKind.Integer => _number,
        ReplyKind.Text when double.TryParse(AsText(), System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Isnt("a number"),
    };

    /// <summary>True or false; RESP2 tells it as 1 or 0.</summary>
    /// <exception cref="InvalidOperationException">It is something else.</exception>
    public bool AsBoolean() => AsInteger() != 0;

    /// <summary>The value of that key in a map, or in an array of keys and values as RESP2 has them; nothing where the key is not there.</summary>
    public Reply Field(string key)
    {
        var items = Members;
        for (var at = 0; at + 1 < items.Length; at += 2)
        {
            if (items[at].Kind == ReplyKind.Text && items[at].AsText() == key)
            {
                return items[at + 1];
            }
        }

        return Nil;
    }

    /// <summary>This reply, unless it is an error.</summary>
    /// <exception cref="RedisErrorException">It is one.</exception>
    public Reply OrThrow() => IsError ? throw RedisErrorException.Of(AsText()!) : this;

    /// <summary>What it is, and of texts how long they are: what they say may not belong where this is shown.</summary>
    public override string ToString() => _held switch
    {
        byte[] bytes => $"{Kind} of {bytes.Length} bytes",
        Reply[] items => $"{Kind} of {items.Length}",
        _ => Kind.ToString(),
    };

    private InvalidOperationException Isnt(string what) => new($"The reply is {this}, not {what}.");
}
