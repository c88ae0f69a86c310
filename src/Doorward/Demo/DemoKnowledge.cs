using Doorward.Support.Knowledge;
using Npgsql;

namespace Doorward.Demo;

/// <summary>What the demo agency knows: some fifty documents, in English and Portuguese, a few of them for staff alone.</summary>
internal static class DemoKnowledge
{
    private const string Folder = "Demo/Knowledge/";

    /// <summary>Path and text of each.</summary>
    public static IEnumerable<(string Path, string Text)> Documents
    {
        get
        {
            var assembly = typeof(DemoKnowledge).Assembly;
            foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return (name[Folder.Length..], reader.ReadToEnd());
            }
        }
    }

    /// <summary>Imports them.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> Import(NpgsqlDataSource database, TimeProvider time, string organization, CancellationToken cancellation)
    {
        var report = await new FolderImport(database, time).Run(Documents, organization, "main", cancellation);
        return report.Refusal is null
            ? report.Documents.Count
            : throw new InvalidOperationException($"The demo agency's documents could not be imported: {report.Refusal} {string.Join("; ", report.Problems)}");
    }
}
