namespace Doorward.Support.Knowledge;

/// <summary>Why a file cannot be imported.</summary>
/// <param name="Path">Which file.</param>
/// <param name="Line">Which of its lines, from 1; null where it is the file as a whole.</param>
/// <param name="Wrong">A sentence that says what is wrong, and what to do.</param>
public sealed record ImportProblem(string Path, int? Line, string Wrong)
{
    /// <summary>As compilers write it: <c>fees.md:3: …</c></summary>
    public override string ToString() => Line is { } line ? $"{Path}:{line}: {Wrong}" : $"{Path}: {Wrong}";
}

/// <summary>Ends the reading of one file; it is told with those of the other files.</summary>
internal sealed class UnreadableDocument(string path, int? line, string wrong) : Exception(wrong)
{
    public ImportProblem Problem { get; } = new(path, line, wrong);
}
