using Doorward.Platform.Http;
using Npgsql;

namespace Doorward.Home;

/// <summary>Whether the database answers, and whether everybody who follows the log gets on.</summary>
internal sealed class PostgresReadiness(NpgsqlDataSource database) : IReadiness
{
    public string Part => "postgres";

    public async ValueTask<string?> NotReadyBecause(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT string_agg(subscriber, ', ') FROM events.cursors WHERE last_error IS NOT NULL");
        return await command.ExecuteScalarAsync(cancellation) is string stuck ? $"answers, but these subscribers repeat a batch that fails: {stuck}." : null;
    }
}
