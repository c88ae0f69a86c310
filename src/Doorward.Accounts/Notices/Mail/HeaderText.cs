using System.Buffers;
using System.Text;
using Doorward.Accounts.Notices.Rendering;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>
/// Header fields (RFC 5322) whose words may be of any script (RFC 2047). Whatever is put in comes out as one field: line breaks and other controls
/// are spaces before anything else is looked at.
/// </summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> Ends = SearchValues.Create("<>\r\n\0 \t,;:\"");

    private const int Line = 76;
    private const int EncodedBytes = 45; // 60 letters of base64, and "=?utf-8?B?" and "?=" around them: below 75

    /// <summary>An unstructured field: Subject.</summary>
    public static string Unstructured(string name, string value)
    {
        var text = Template.OneLine(value).Trim();
        return IsPlain(text) && !text.Contains("=?", StringComparison.Ordinal) ? Fold($"{name}: {text}") : $"{name}: {Encoded(text, name.Length + 2)}";
    }

    /// <summary>A mailbox: From, To.</summary>
    public static string Address(string name, Mailbox mailbox)
    {
        var display = Template.OneLine(mailbox.Name).Trim();
        var address = $"<{OnlyAddress(mailbox.WireAddress)}>";
        return display.Length == 0 ? $"{name}: {address}"
            : IsPlain(display) && !display.Contains("=?", StringComparison.Ordinal) && display.Length < 60 ? $"{name}: \"{display.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"\r\n {address}"
            : $"{name}: {Encoded(display, name.Length + 2)}\r\n {address}";
    }

    /// <exception cref="ArgumentException">Something that would end the address, or the line: it was let in where it should not have been.</exception>
    public static string OnlyAddress(string address) =>
        address.AsSpan().ContainsAny(Ends) || address.Any(char.IsControl)
            ? throw new ArgumentException("An address with other characters than an address has.", nameof(address)) : address;

    // Words of at most 75 characters, none of which ends in the middle of a letter (RFC 2047, 2 and 5).
    private static string Encoded(string text, int at)
    {
        var words = new StringBuilder();
        var bytes = new List<byte>();
        Span<byte> letter = stackalloc byte[4];
        var room = EncodedBytes - at; // the first line begins with the field's name
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(letter);
            if (bytes.Count + length > room && bytes.Count > 0)
            {
                Word();
                room = EncodedBytes;
            }

            bytes.AddRange(letter[..length]);
        }

        Word();
        return words.ToString();

        void Word()
        {
            words.Append(words.Length == 0 ? "" : "\r\n ").Append("=?utf-8?B?").Append(Convert.ToBase64String([.. bytes])).Append("?=");
            bytes.Clear();
        }
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static string Fold(string field)
    {
        var folded = new StringBuilder();
        var length = 0;
        foreach (var word in field.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > Line)
            {
                folded.Append("\r\n");
                length = 0;
            }

            folded.Append(folded.Length == 0 ? "" : " ").Append(word);
            length += word.Length + 1;
        }

        return folded.ToString();
    }
}
