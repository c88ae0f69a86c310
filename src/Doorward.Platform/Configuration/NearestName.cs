namespace Doorward.Platform.Configuration;

internal static class NearestName
{
    /// <summary>The candidate that differs least, or null when none is near enough to be meant (a third of the name).</summary>
    public static string? Among(IEnumerable<string> candidates, string name)
    {
        var (best, distance) = candidates
            .Select(candidate => (candidate, Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant())))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? best : null;
    }

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
