using System.Globalization;
using System.Text;

namespace Doorward.GraphQL.Language;

/// <summary>Source characters are Unicode scalar values (specification 2.1): a lone surrogate is none.</summary>
internal static class Characters
{
    public static bool TryScalarWidth(string text, int at, out int width)
    {
        var c = text[at];
        if (!char.IsSurrogate(c))
        {
            width = 1;
            return true;
        }

        width = 2;
        return char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
    }

    /// <summary>A character as an error message shows it.</summary>
    public static string Describe(string text, int at)
    {
        if (at >= text.Length)
        {
            return "the end of the document";
        }

        if (Rune.TryGetRuneAt(text, at, out var rune) && rune.Value is >= 0x20 and < 0x7f)
        {
            return rune.Value == '"' ? "'\"'" : $"\"{rune}\"";
        }

        var code = Rune.TryGetRuneAt(text, at, out rune) ? rune.Value : text[at];
        return "U+" + code.ToString("X4", CultureInfo.InvariantCulture);
    }
}
