using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>Runs a read that has its own .sql file and gives its rows to the same reader that a command's outcome uses.</summary>
public static class Reads
{
    /// <summary>The rows, in order.</summary>
    public static async Task<IReadOnlyList<T>> List<T>(
        this NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(text);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var list = new List<T>();
        while (await rows.ReadAsync(cancellation))
        {
            list.Add(read(rows));
        }

        return list;
    }

    /// <summary>The first row, or null.</summary>
    public static async Task<T?> One<T>(
        this NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
        where T : class => await database.List(text, read, cancellation, parameters) is [var first, ..] ? first : null;

    /// <summary>A typed parameter; null where it is.</summary>
    public static NpgsqlParameter Is<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
