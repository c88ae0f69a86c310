using Doorward.GraphQL;

namespace Doorward.Support.Evals.Golden;

/// <summary>A set that cannot be used: all of what is wrong, as text and as <c>problems: [{path, line, message}]</c>.</summary>
internal static class InvalidSet
{
    public static RefusalException Of(IReadOnlyList<GoldenProblem> problems) => new("GOLDEN_SET_INVALID", $"The set was not stored. {string.Join(" ", problems)}")
    {
        Extensions = new Dictionary<string, object?>
        {
            ["problems"] = problems.Select(problem => new Dictionary<string, object?>
            {
                ["path"] = problem.Path, ["line"] = problem.Line, ["message"] = problem.Wrong,
            }).ToList(),
        },
    };
}

/// <summary>A set of which messages stand in the knowledge base.</summary>
internal static class NotHeldOut
{
    public static RefusalException Of(IReadOnlyList<(string Case, string Path)> leaks) => new(
        "NOT_HELD_OUT", $"The set is not held out from the knowledge base: {string.Join(", ", leaks.Take(GoldenLimits.Problems).Select(leak => $"{leak.Case} stands in {leak.Path}"))}.");
}
