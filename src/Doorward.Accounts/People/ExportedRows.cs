using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>Files of an export that are rows: a JSON array, written row by row, however many there are.</summary>
public static class ExportedRows
{
    /// <summary>A file of what a statement says about a person.</summary>
    /// <param name="path">The file's path inside the zip.</param>
    /// <param name="statement">Takes the person's id as its one parameter and answers one column of JSON.</param>
    /// <param name="personId">Whose.</param>
    /// <param name="database">Where.</param>
    public static ExportedFile Of(string path, string statement, Guid personId, NpgsqlDataSource database) => new(path, async (file, cancellation) =>
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(Reads.Is(personId));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await file.WriteAsync("["u8.ToArray(), cancellation);
        for (var n = 0; await rows.ReadAsync(cancellation); n++)
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes((n == 0 ? "\n  " : ",\n  ") + rows.GetString(0)), cancellation);
        }

        await file.WriteAsync("\n]\n"u8.ToArray(), cancellation);
    });
}
