using System.Buffers;
using System.Globalization;
using System.Text;

namespace Doorward.Platform.Http;

/// <summary>What may be in a text that people typed. Each rule gives the sentence that follows the field's name, or null.</summary>
public static class TextRules
{
    /// <summary>A name, a title, an address: one line.</summary>
    /// <param name="text">The text, already trimmed.</param>
    /// <param name="longest">Characters (Unicode scalar values, not UTF-16 units) at most.</param>
    public static string? Line(string text, int longest) => Check(text, longest, severalLines: false);

    /// <summary>A message, notes: tabs and line ends are allowed.</summary>
    /// <inheritdoc cref="Line"/>
    public static string? Prose(string text, int longest) => Check(text, longest, severalLines: true);

    private static string? Check(string text, int longest, bool severalLines)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = 0;
        var visible = false;
        for (var rest = text.AsSpan(); rest.Length > 0; length++)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var read) != OperationStatus.Done)
            {
                return "contains half of a surrogate pair.";
            }

            rest = rest[read..];
            if (Rune.IsControl(rune) && !(severalLines && rune.Value is ('\t' or '\n' or '\r')))
            {
                return "must not contain control characters.";
            }

            // U+2028 and U+2029 end a line as surely as CR and LF do
            if (!severalLines && rune.Value is (0x2028 or 0x2029))
            {
                return "must be a single line.";
            }

            visible |= Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.Control);
        }

        return length > longest ? $"must be at most {longest} characters long."
            : length > 0 && !visible ? "must not be empty."
            : null;
    }
}
