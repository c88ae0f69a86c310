namespace Doorward.Redis;

/// <summary>A word of a command: text (sent as UTF-8), bytes or a number. Made of any of them by itself.</summary>
public readonly struct Argument
{
    private Argument(string? text, ReadOnlyMemory<byte> bytes, long number)
    {
        Text = text;
        Bytes = bytes;
        Number = number;
    }

    internal string? Text { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    internal long Number { get; }

    internal bool IsNumber { get; private init; }

    /// <summary>A text.</summary>
    public static implicit operator Argument(string text) => FromString(text);

    /// <summary>Bytes; they are copied before the call returns.</summary>
    public static implicit operator Argument(byte[] bytes) => FromMemory(bytes);

    /// <inheritdoc cref="op_Implicit(byte[])"/>
    public static implicit operator Argument(ReadOnlyMemory<byte> bytes) => FromMemory(bytes);

    /// <summary>A number, in decimal.</summary>
    public static implicit operator Argument(long number) => FromInt64(number);

    /// <summary>A text.</summary>
    public static Argument FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Argument(text, default, 0);
    }

    /// <summary>Bytes.</summary>
    public static Argument FromMemory(ReadOnlyMemory<byte> bytes) => new(null, bytes, 0);

    /// <summary>A number.</summary>
    public static Argument FromInt64(long number) => new(null, default, number) { IsNumber = true };
}
