using System.Buffers;
using System.Buffers.Text;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Base64url exactly as RFC 7515 section 2 and RFC 4648 section 3.5 want it: one text for every value.</summary>
internal static class Base64UrlText
{
    /// <summary>Decodes, refusing padding, whitespace, foreign characters and left-over bits that are not zero.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 == 1)
        {
            return false;
        }

        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, decoded, out _, out var length) != OperationStatus.Done)
        {
            return false;
        }

        // The BCL decoder forgives whitespace, padding and left-over bits. Whoever may write one value in several ways can
        // make new tokens out of old ones, so only the text that encoding would give is accepted.
        Span<byte> canonical = new byte[Base64Url.GetEncodedLength(length)];
        Base64Url.EncodeToUtf8(decoded.AsSpan(0, length), canonical);
        if (!canonical.SequenceEqual(text))
        {
            return false;
        }

        bytes = length == decoded.Length ? decoded : decoded[..length];
        return true;
    }

    /// <summary>As above, for a JSON string.</summary>
    public static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        return text is not null && System.Text.Ascii.IsValid(text) && TryDecode(System.Text.Encoding.ASCII.GetBytes(text), out bytes);
    }
}
