using System.Buffers;
using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Doorward.GraphQL.Execution;

/// <summary>
/// JSON as UTF-8 in one growing, pooled buffer. It can be cut back to an earlier position, which is how null propagation
/// takes back what was already written (specification 6.4.4).
/// </summary>
public sealed class ResultWriter : IDisposable
{
    private static readonly SearchValues<char> NeedEscape = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 32).Select(i => (char)i)));

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);

    internal int Position { get; set; }

    internal int Capacity => buffer.Length;

    internal ReadOnlySpan<byte> Written => buffer.AsSpan(0, Position);

    internal ReadOnlySpan<byte> Slice(int start, int end) => buffer.AsSpan(start, end - start);

    /// <summary>Text, escaped and quoted.</summary>
    public void WriteString(ReadOnlySpan<char> text)
    {
        Reserve((text.Length * 3) + 2);
        buffer[Position++] = (byte)'"';
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(NeedEscape);
            var chunk = plain < 0 ? text : text[..plain];
            Utf8.FromUtf16(chunk, buffer.AsSpan(Position), out _, out var written, replaceInvalidSequences: true);
            Position += written;
            if (plain < 0)
            {
                break;
            }

            Escape(text[plain]);
            text = text[(plain + 1)..];
            Reserve((text.Length * 3) + 1);
        }

        buffer[Position++] = (byte)'"';
    }

    /// <summary>A whole number.</summary>
    public void WriteInt64(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, buffer.AsSpan(Position), out var written);
        Position += written;
    }

    /// <summary>A finite number, in the fewest digits that give it back.</summary>
    public void WriteDouble(double value)
    {
        Reserve(32);
        value.TryFormat(buffer.AsSpan(Position), out var written, default, CultureInfo.InvariantCulture);
        Position += written;
    }

    /// <summary>A decimal number.</summary>
    public void WriteDecimal(decimal value)
    {
        Reserve(32);
        value.TryFormat(buffer.AsSpan(Position), out var written, default, CultureInfo.InvariantCulture);
        Position += written;
    }

    /// <summary>true or false.</summary>
    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>null.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary>A value whose text needs no escaping, quoted: an id, a date.</summary>
    public void WriteFormatted<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        Reserve(80);
        buffer[Position++] = (byte)'"';
        value.TryFormat(buffer.AsSpan(Position), out var written, format, CultureInfo.InvariantCulture);
        Position += written;
        buffer[Position++] = (byte)'"';
    }

    /// <summary>JSON that is already UTF-8, as it is.</summary>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(buffer.AsSpan(Position));
        Position += json.Length;
    }

    /// <summary>JSON as it is.</summary>
    public void WriteRaw(ReadOnlySpan<char> json)
    {
        Reserve(json.Length * 3);
        Position += Encoding.UTF8.GetBytes(json, buffer.AsSpan(Position));
    }

    /// <summary>Any value of a kind JSON has: text, numbers, booleans, dates, ids, dictionaries, lists.</summary>
    public void WriteAny(object? value)
    {
        switch (value)
        {
            case null: WriteNull(); break;
            case string s: WriteString(s); break;
            case bool b: WriteBoolean(b); break;
            case int or long or short or byte or sbyte or ushort or uint: WriteInt64(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)); break;
            case double d when !double.IsFinite(d): throw new FormatException("The result is no finite number.");
            case double d: WriteDouble(d); break;
            case float f: WriteRaw(f.ToString("R", CultureInfo.InvariantCulture)); break;
            case decimal m: WriteDecimal(m); break;
            case DateTimeOffset t: WriteFormatted(t, "O"); break;
            case DateTime t: WriteFormatted(t, "O"); break;
            case DateOnly t: WriteFormatted(t, "O"); break;
            case TimeOnly t: WriteFormatted(t, "O"); break;
            case Guid g: WriteFormatted(g, "D"); break;
            case System.Text.Json.JsonElement json: WriteRaw(json.GetRawText()); break;
            case IReadOnlyDictionary<string, object?> members: WriteMembers(members); break;
            case IEnumerable items: WriteItems(items); break;
            case IFormattable formattable: WriteString(formattable.ToString(null, CultureInfo.InvariantCulture)); break;
            default: WriteString(value.ToString() ?? ""); break;
        }
    }

    internal void WriteByte(byte value)
    {
        Reserve(1);
        buffer[Position++] = value;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        var rented = buffer;
        buffer = [];
        Position = 0;
        if (rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void WriteMembers(IReadOnlyDictionary<string, object?> members)
    {
        var first = true;
        WriteByte((byte)'{');
        foreach (var (name, value) in members)
        {
            WriteRaw(first ? default : ","u8);
            first = false;
            WriteString(name);
            WriteByte((byte)':');
            WriteAny(value);
        }

        WriteByte((byte)'}');
    }

    private void WriteItems(IEnumerable items)
    {
        var first = true;
        WriteByte((byte)'[');
        foreach (var item in items)
        {
            WriteRaw(first ? default : ","u8);
            first = false;
            WriteAny(item);
        }

        WriteByte((byte)']');
    }

    private void Escape(char c)
    {
        Reserve(6);
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        WriteRaw(c switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            _ => [.. "\\u00"u8, hex[c >> 4], hex[c & 15]],
        });
    }

    private void Reserve(int bytes)
    {
        if (buffer.Length - Position < bytes)
        {
            Grow(bytes);
        }
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, checked(Position + bytes)));
        buffer.AsSpan(0, Position).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
