using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Evals.Golden;

/// <summary>A document that is the right source, as it is written in a case: <c>deposits.md#Getting it back|fees.md</c>, any one of several.</summary>
internal sealed record ExpectedCitation(string Written)
{
    private readonly IReadOnlyList<(string Document, string Heading)> _any =
    [
        .. Written.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(one => one.Split('#', 2, StringSplitOptions.TrimEntries))
            .Select(parts => (Folding.Fold(parts[0]), parts.Length > 1 ? Folding.Fold(parts[1]) : "")),
    ];

    /// <summary>Whether it names a document at all.</summary>
    public bool IsUsable => _any.Count > 0 && _any.All(one => one.Document.Length > 0);

    /// <param name="source">By its path or its title, and below its heading where the case names one.</param>
    public bool Is(Source source) => _any.Any(one =>
        (one.Document == Folding.Fold(source.Path) || one.Document == Folding.Fold(source.Title))
        && Folding.Fold(source.Heading).Contains(one.Heading, StringComparison.Ordinal));
}

/// <summary>Where something was found.</summary>
internal sealed record Source(string Path, string Title, string Heading)
{
    public override string ToString() => Heading.Length == 0 || Heading == Title ? Path : $"{Path}#{Heading.Split(" › ")[^1]}";
}
