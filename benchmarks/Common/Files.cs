using System.Reflection;
using Npgsql;

namespace Doorward.Benchmarks;

/// <summary>SQL files of the benchmarks.</summary>
internal static class Files
{
    /// <summary>The agency that every comparison begins with: organization, people, applicants.</summary>
    public static Task RunAgency(NpgsqlDataSource database, CancellationToken cancellation) => Run(database, typeof(Files).Assembly, "agency.sql", cancellation);

    /// <summary>Runs an embedded file, however long it takes.</summary>
    public static async Task Run(NpgsqlDataSource database, Assembly of, string name, CancellationToken cancellation, params long[] numbers)
    {
        await using var command = database.CreateCommand(Read(of, name));
        command.CommandTimeout = 0;
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Read(Assembly of, string name)
    {
        using var reader = new StreamReader(of.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
