namespace Doorward.Platform.Tests;

/// <summary>Short questions to a database.</summary>
internal static class Questions
{
    /// <summary>The first row's first column.</summary>
    public static async Task<T> Ask<T>(this Npgsql.NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public static async Task<int> Do(this Npgsql.NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
