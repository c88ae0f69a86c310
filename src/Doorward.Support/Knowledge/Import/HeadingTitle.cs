using System.Text.RegularExpressions;

namespace Doorward.Support.Knowledge;

/// <summary>A heading's words without the signs that make it one.</summary>
internal static partial class HeadingTitle
{
    private const int Longest = 120;

    /// <param name="source">As it stands in the text, ATX (# …) or setext (underlined).</param>
    public static string Of(string source)
    {
        var lines = source.Split('\n');
        var words = source.TrimStart().StartsWith('#') ? lines[0].Trim().Trim('#') : string.Join(' ', lines[..^1]);
        var plain = Space().Replace(Link().Replace(words, "$1").Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal), " ").Trim();
        return plain.Length <= Longest ? plain : plain[..(char.IsHighSurrogate(plain[Longest - 1]) ? Longest - 1 : Longest)];
    }

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
