using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Redis;

/// <summary>Whether the log is being published, by whichever node does it, and how far behind that is.</summary>
internal sealed class RedisReadiness(NpgsqlDataSource database) : IReadiness
{
    private const int Most = 100_000;

    private static readonly string Text = Sql.Of<RedisReadiness>();

    public string Part => "redis";

    // What is published waits in the log; nobody's request needs Redis. A balancer that took every node out would turn its outage into ours.
    public bool HoldsUpRequests => false;

    public async ValueTask<string?> NotReadyBecause(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Text);
        command.Parameters.Add(Reads.Is(RedisPublisher.CursorName));
        command.Parameters.Add(Reads.Is(Most));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) && !row.IsDBNull(0)
            ? $"{row.GetString(0)} {(row.GetInt64(1) == Most ? $"{Most} events or more" : $"{row.GetInt64(1)} events")} wait to be published."
            : null;
    }
}
