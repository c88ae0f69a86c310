using Doorward.Platform.Events.Redis;
using Doorward.Platform.Http;
using Npgsql;

namespace Doorward.Home;

/// <summary>Whether the database answers, and whether everybody who follows the log gets on.</summary>
internal sealed class PostgresReadiness(NpgsqlDataSource database) : IReadiness
{
    public string Part => "postgres";

    public async ValueTask<string?> NotReadyBecause(CancellationToken cancellation)
    {
        // the bridge to Redis speaks for itself, in a part that holds up no requests
        await using var command = database.CreateCommand("SELECT string_agg(subscriber, ', ') FROM events.cursors WHERE last_error IS NOT NULL AND subscriber <> $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = RedisServices.CursorName });
        return await command.ExecuteScalarAsync(cancellation) is string stuck ? $"answers, but these subscribers repeat a batch that fails: {stuck}." : null;
    }
}
