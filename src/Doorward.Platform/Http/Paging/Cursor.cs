using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace Doorward.Platform.Http;

/// <summary>
/// Where a list goes on: the sort key and id of the last row seen, as base64url of a small binary form. Opaque to
/// clients and versioned, so that it may change. It is not signed: who forges one only starts elsewhere in a list that
/// is theirs anyway. It carries the list's name, so that one list's cursor is not another's.
/// </summary>
public static class Cursor
{
    private const byte Version = 1;
    private const int Head = 1 + 4 + 16;
    private const int LongestText = 1024;

    /// <summary>400 for a cursor that this list did not give out.</summary>
    public static Refusal Invalid { get; } =
        new("cursor_invalid", 400, "cursor is none that this list gave out. Take next_cursor of a page as it is, or leave it out to begin.");

    public static string Of(string list, Guid id) => Write(list, id, []);

    /// <summary>A time as sort key, to the microsecond, as PostgreSQL compares it.</summary>
    public static string Of(string list, DateTimeOffset at, Guid id) => Of(list, at.UtcTicks / TimeSpan.TicksPerMicrosecond, id);

    public static string Of(string list, long number, Guid id)
    {
        Span<byte> key = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(key, number);
        return Write(list, id, key);
    }

    /// <summary>A text as sort key, of at most 1024 bytes in UTF-8.</summary>
    public static string Of(string list, string text, Guid id) => Write(list, id, Encoding.UTF8.GetBytes(text));

    public static bool TryRead(string list, string? cursor, out Guid id) =>
        Read(list, cursor, out id, out var key) && key.Length == 0;

    public static bool TryRead(string list, string? cursor, out DateTimeOffset at, out Guid id)
    {
        at = default;
        if (!TryRead(list, cursor, out long micros, out id)
            || micros <= 0 || micros > DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond)
        {
            return false;
        }

        at = new DateTimeOffset(micros * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        return true;
    }

    public static bool TryRead(string list, string? cursor, out long number, out Guid id)
    {
        var read = Read(list, cursor, out id, out var key) && key.Length == 8;
        number = read ? BinaryPrimitives.ReadInt64BigEndian(key) : 0;
        return read;
    }

    public static bool TryRead(string list, string? cursor, out string text, out Guid id)
    {
        text = "";
        if (!Read(list, cursor, out id, out var key) || !System.Text.Unicode.Utf8.IsValid(key) || key.Contains((byte)0))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(key);
        return true;
    }

    private static string Write(string list, Guid id, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, LongestText);
        Span<byte> bytes = stackalloc byte[Head + key.Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], TagOf(list));
        id.TryWriteBytes(bytes[5..], bigEndian: true, out _);
        key.CopyTo(bytes[Head..]);
        return Base64Url.EncodeToString(bytes);
    }

    private static bool Read(string list, string? cursor, out Guid id, out ReadOnlySpan<byte> key)
    {
        id = default;
        key = default;
        var bytes = new byte[Head + LongestText];
        if (cursor is null || cursor.Length > Base64Url.GetEncodedLength(bytes.Length)
            // not TryDecode: that one throws on letters that are none of base64url
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done
            || length < Head || bytes[0] != Version
            || BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)) != TagOf(list))
        {
            return false;
        }

        id = new Guid(bytes.AsSpan(5, 16), bigEndian: true);
        key = bytes.AsSpan(Head, length - Head);
        return true;
    }

    /// <summary>FNV-1a: the same on every node and after every restart, which string.GetHashCode is not.</summary>
    private static uint TagOf(string list)
    {
        var hash = 2166136261;
        foreach (var letter in list)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return hash;
    }
}
