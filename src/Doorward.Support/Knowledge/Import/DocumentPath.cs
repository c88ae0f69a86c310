namespace Doorward.Support.Knowledge;

/// <summary>A document's place in its collection: relative, with <c>/</c> between folders; it names the same document at the next import.</summary>
internal static class DocumentPath
{
    private static readonly string[] Endings = [".md", ".markdown", ".txt"];

    /// <summary>Whether a file of that name is imported at all.</summary>
    public static bool IsDocument(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static bool IsMarkdown(string path) => !path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Problem(string path)
    {
        if (path.Length is 0 or > ImportLimits.Path)
        {
            return $"A path has 1 to {ImportLimits.Path} characters.";
        }

        if (path.Contains('\\', StringComparison.Ordinal) || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or ".."))
        {
            return "A path is relative, with / between folders, and has no empty part, no . and no .. in it.";
        }

        if (path.Any(char.IsControl) || path.EnumerateRunes().Any(rune => rune.Value == 0xFFFD))
        {
            return "A path has no control characters, and is valid Unicode.";
        }

        return IsDocument(path) ? null : $"Only {string.Join(", ", Endings)} can be imported.";
    }
}
