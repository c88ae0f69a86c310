namespace Doorward.Support.Knowledge;

/// <summary>What one import may hold. Past it the import is refused as a whole, in words that say which file and what to do.</summary>
internal static class ImportLimits
{
    /// <summary>Files that are imported together.</summary>
    public const int Documents = 2000;

    /// <summary>Bytes of one file in UTF-8: about 500 printed pages.</summary>
    public const int DocumentBytes = 1024 * 1024;

    /// <summary>Bytes of all of them.</summary>
    public const int Bytes = 32 * 1024 * 1024;

    /// <summary>Passages of one document.</summary>
    public const int Chunks = 2000;

    /// <summary>Lines of one document that begin with - or = (items of lists, underlined headings).</summary>
    public const int Underlines = 20_000;

    /// <summary>Lines between the two rules of a front matter.</summary>
    public const int FrontMatterLines = 40;

    /// <summary>Characters of a title.</summary>
    public const int Title = 200;

    /// <summary>Characters of a path.</summary>
    public const int Path = 300;

    /// <summary>Problems that are told at once.</summary>
    public const int Problems = 50;
}
