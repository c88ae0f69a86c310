using System.Security.Cryptography;
using System.Text;

namespace Doorward.Platform.Postgres.Migrations;

/// <summary>One numbered SQL file of a module.</summary>
internal sealed record Migration(string Module, int Number, string Name, string Text)
{
    private const string Folder = "Migrations/";

    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <exception cref="InvalidOperationException">Two files have one number: a merge has doubled it. Gaps are as good as none.</exception>
    public static IReadOnlyList<Migration> Of(Module module)
    {
        var migrations = module.Assembly.GetManifestResourceNames()
            .Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
            .Select(file => Parse(module, file))
            .OrderBy(migration => migration.Number)
            .ThenBy(migration => migration.Name, StringComparer.Ordinal)
            .ToList();
        if (migrations.GroupBy(migration => migration.Number).FirstOrDefault(twins => twins.Count() > 1) is { } twins)
        {
            throw new InvalidOperationException(
                $"{module.Name}: each number once; {string.Join(" and ", twins.Select(twin => $"{twin.Number:0000}-{twin.Name}"))} have the same.");
        }

        return migrations;
    }

    private static Migration Parse(Module module, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !int.TryParse(name[..dash], out var number) || number < 1)
        {
            throw new InvalidOperationException($"{module.Name}: {file} must be named like 0001-what-it-does.sql.");
        }

        return new Migration(module.Name, number, name[(dash + 1)..], Sql.Read(module.Assembly, file));
    }
}
