using Npgsql;

namespace Doorward.Accounts.Tests;

/// <summary>A look behind the counter.</summary>
internal static class Behind
{
    public static async Task<T> One<T>(this NpgsqlDataSource database, string text, params object[] parameters)
    {
        await using var command = database.CreateCommand(text);
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task Do(this NpgsqlDataSource database, string text, params object[] parameters)
    {
        await using var command = database.CreateCommand(text);
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
