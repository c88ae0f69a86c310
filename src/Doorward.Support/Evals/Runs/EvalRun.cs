using System.Reflection;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Judging;

namespace Doorward.Support.Evals.Runs;

/// <summary>A golden set that was tried, and all that is needed to know later what the numbers are true of.</summary>
/// <param name="AskedBy">Null: the machine's own command line.</param>
/// <param name="Model">Null: answers were composed without one.</param>
internal sealed record EvalRun(
    Guid Id, Ground Ground, GoldenSet Set, string Tier, IReadOnlyList<CaseResult> Results, Gate? Gate, string? Model, Guid? AskedBy,
    DateTimeOffset BeganAt, DateTimeOffset FinishedAt)
{
    public Summary Summary { get; } = Summary.Of(Results, Tier);

    public int Passed => Results.Count(result => result.Passed);

    /// <summary>Null: none was set.</summary>
    public bool? GatePassed => Gate?.Holds(Summary.Scores);

    public int ReadTokens => Results.Sum(result => result.ReadTokens);

    public int WrittenTokens => Results.Sum(result => result.WrittenTokens);

    /// <summary>The version of this program, with the commit where it was built from one.</summary>
    public static string Program { get; } = typeof(EvalRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
