namespace Doorward.GraphQL.Validation;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    public static string To(string name, IEnumerable<string> candidates)
    {
        if (name.Length > 60)
        {
            return "";
        }

        var best = candidates
            .Select(c => (Name: c, Distance: Distance(name, c)))
            .Where(c => c.Distance <= 1 + (name.Length / 3))
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name).FirstOrDefault();
        return best is null ? "" : $" Did you mean \"{best}\"?";
    }

    // Levenshtein, ignoring case.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost);
                diagonal = row[j];
                row[j] = next;
            }
        }

        return row[b.Length];
    }
}
