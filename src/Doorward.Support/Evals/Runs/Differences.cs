namespace Doorward.Support.Evals.Runs;

/// <summary>What changed between two runs, by the ids of their cases.</summary>
/// <param name="Right">Failed before, and passes now.</param>
/// <param name="Wrong">Passed before, and fails now.</param>
internal sealed record Differences(StoredRun Before, IReadOnlyList<string> Right, IReadOnlyList<string> Wrong, int Added, int Gone)
{
    public static Differences Between(StoredRun before, IReadOnlyList<StoredCase> then, EvalRun now)
    {
        var passed = then.ToDictionary(one => one.CaseId, one => one.Passed, StringComparer.Ordinal);
        var both = now.Results.Where(result => passed.ContainsKey(result.Case.Id)).ToList();
        return new Differences(
            before, [.. both.Where(result => result.Passed && !passed[result.Case.Id]).Select(result => result.Case.Id)],
            [.. both.Where(result => !result.Passed && passed[result.Case.Id]).Select(result => result.Case.Id)], now.Results.Count - both.Count, passed.Count - both.Count);
    }
}
