using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Evals.Judging;

/// <summary>One thing that was expected of a case, and what came.</summary>
/// <param name="Counts">Whether the case fails by it; what the guard says of an answer is told, but an answer that it stops may be the right end.</param>
internal sealed record Verdict(string Measure, string Expected, string Came, bool Right, bool Counts = true);

/// <summary>What came of one case.</summary>
/// <param name="Intent">As triage took it.</param>
/// <param name="Code">Why it was decided so.</param>
/// <param name="Answer">As it would lie before a person; empty where there was none.</param>
internal sealed record CaseResult(
    GoldenCase Case, IReadOnlyList<Verdict> Verdicts, string Intent, string Status, string Code, double Confidence, string Answer, string? Model,
    int ReadTokens, int WrittenTokens, IReadOnlyList<Copilot.Runs.StepTaken> Steps)
{
    public bool Passed => Verdicts.All(verdict => verdict.Right || !verdict.Counts);

    public double Milliseconds => Steps.Sum(step => step.Milliseconds);

    /// <summary>Whether the answer was right, where the decision hung on the confidence and the case says what is right; null elsewhere.</summary>
    public bool? WasRight => Code is "confident" or "below_threshold" && Of(Measures.Routing, Measures.Citations, Measures.Must, Measures.MustNot) is { Count: > 0 } telling
        ? telling.All(verdict => verdict.Measure == Measures.Routing ? verdict.Expected == Measures.Answered : verdict.Right)
        : null;

    private List<Verdict> Of(params string[] measures) => [.. Verdicts.Where(verdict => measures.Contains(verdict.Measure))];
}
