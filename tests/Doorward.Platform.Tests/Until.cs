namespace Doorward.Platform.Tests;

/// <summary>Waits for the thing itself.</summary>
internal static class Until
{
    /// <summary>Looks until it is so; fails, saying what, when it is not so in time.</summary>
    public static async Task So(string what, Func<Task<bool>> holds, int seconds = 30)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(seconds), what);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static Task So(string what, Func<bool> holds, int seconds = 30) => So(what, () => Task.FromResult(holds()), seconds);

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
