using Dapper;
using Npgsql;

namespace Doorward.Platform.Events.Jobs;

/// <summary>A parked job, as an operator sees it. The payload is left out: it may hold personal data.</summary>
public sealed record DeadLetter(Guid Id, string Kind, string Key, Guid? OrganizationId, int Attempts, string Reason, DateTimeOffset DeadAt, string? Traceparent);

/// <summary>The jobs that wait for a person: list, show, run again.</summary>
public sealed class DeadLetters(NpgsqlDataSource database)
{
    private const string Columns =
        "id, kind, key, organization_id, attempts, last_error AS reason, dead_at, traceparent";

    /// <summary>The newest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<DeadLetter>> List(int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return [.. await connection.QueryAsync<DeadLetter>(new CommandDefinition(
            $"SELECT {Columns} FROM events.jobs WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id LIMIT @limit", new { limit }, cancellationToken: cancellation))];
    }

    /// <summary>One, or null when there is no parked job of that id.</summary>
    public async Task<DeadLetter?> Find(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<DeadLetter>(new CommandDefinition(
            $"SELECT {Columns} FROM events.jobs WHERE dead_at IS NOT NULL AND id = @id", new { id }, cancellationToken: cancellation));
    }

    /// <summary>What a parked job was to work on, as JSON; null when there is none of that id. It may hold personal data: show it only to who asks for it.</summary>
    public async Task<string?> Payload(Guid id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "SELECT payload::text FROM events.jobs WHERE dead_at IS NOT NULL AND id = @id", new { id }, cancellationToken: cancellation));
    }

    /// <summary>Gives a parked job its attempts back and makes it due now; every parked job of <paramref name="kind"/> when <paramref name="id"/> is null.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Requeue(Guid? id, string? kind, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition("""
            UPDATE events.jobs SET dead_at = NULL, attempts = 0, due_at = clock_timestamp(), holder = NULL, lease_until = NULL
            WHERE dead_at IS NOT NULL AND (@id::uuid IS NULL OR id = @id) AND (@kind::text IS NULL OR kind = @kind)
            """, new { id, kind }, cancellationToken: cancellation));
    }
}
