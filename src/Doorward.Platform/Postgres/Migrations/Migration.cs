using System.Security.Cryptography;
using System.Text;

namespace Doorward.Platform.Postgres.Migrations;

/// <summary>One numbered SQL file of a module.</summary>
internal sealed record Migration(string Module, int Number, string Name, string Text)
{
    private const string Folder = "Migrations/";

    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <exception cref="InvalidOperationException">The files are not numbered 1, 2, 3, …: a merge has lost one or doubled a number.</exception>
    public static IReadOnlyList<Migration> Of(Module module)
    {
        var migrations = module.Assembly.GetManifestResourceNames()
            .Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
            .Select(file => Parse(module, file))
            .OrderBy(migration => migration.Number)
            .ThenBy(migration => migration.Name, StringComparer.Ordinal)
            .ToList();
        for (var n = 1; n <= migrations.Count; n++)
        {
            if (migrations[n - 1].Number != n)
            {
                throw new InvalidOperationException(
                    $"{module.Name}: the migrations must be numbered without gaps, each number once; {migrations[n - 1].Number:0000}-{migrations[n - 1].Name} stands where {n:0000} belongs.");
            }
        }

        return migrations;
    }

    private static Migration Parse(Module module, string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !int.TryParse(name[..dash], out var number))
        {
            throw new InvalidOperationException($"{module.Name}: {file} must be named like 0001-what-it-does.sql.");
        }

        return new Migration(module.Name, number, name[(dash + 1)..], Sql.Read(module.Assembly, file));
    }
}
