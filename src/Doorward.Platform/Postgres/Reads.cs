using Npgsql;

namespace Doorward.Platform.Postgres;

/// <summary>Runs a read that has its own .sql file and gives its rows to the same reader that a command's outcome uses.</summary>
public static class Reads
{
    /// <summary>The rows, in order.</summary>
    public static async Task<IReadOnlyList<T>> List<T>(
        this NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        var list = new List<T>();
        await database.Each(text, row => list.Add(read(row)), cancellation, parameters);
        return list;
    }

    /// <summary>Hands over each row, in order: for those whose rows belong to several who asked together.</summary>
    public static async Task Each(
        this NpgsqlDataSource database, string text, Action<NpgsqlDataReader> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(text);
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            read(rows);
        }
    }

    /// <summary>The first row, or null.</summary>
    public static async Task<T?> One<T>(
        this NpgsqlDataSource database, string text, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
        where T : class => await database.List(text, read, cancellation, parameters) is [var first, ..] ? first : null;

    /// <summary>A typed parameter; null where it is.</summary>
    public static NpgsqlParameter Is<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
