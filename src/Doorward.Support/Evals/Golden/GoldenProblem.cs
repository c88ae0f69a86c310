namespace Doorward.Support.Evals.Golden;

/// <summary>Why a golden set cannot be used.</summary>
/// <param name="Path">Which file.</param>
/// <param name="Line">Which of its lines, from 1; null where it is the file as a whole.</param>
/// <param name="Wrong">A sentence that says what is wrong, and what to do.</param>
public sealed record GoldenProblem(string Path, int? Line, string Wrong)
{
    /// <summary>As compilers write it: <c>en.jsonl:3: …</c></summary>
    public override string ToString() => Line is { } line ? $"{Path}:{line}: {Wrong}" : $"{Path}: {Wrong}";
}
