using Dapper;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Doorward.Platform.Events.Retention;

/// <summary>How long rows of the log are kept; null: for ever.</summary>
public sealed record LogRetention(TimeSpan? Keep);

/// <summary>Removes old rows of the log once an hour, when a retention is set.</summary>
internal sealed class PruneLog(LogRetention retention) : JobHandler
{
    private const string Next = """
        INSERT INTO events.jobs (kind, key, due_at) VALUES ('log.prune', 'hourly', clock_timestamp() + @after)
        ON CONFLICT (kind, key) DO UPDATE SET due_at = least(events.jobs.due_at, excluded.due_at)
        """;

    public override string Kind => "log.prune";

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation) => Task.FromResult<JobWrites>(async (connection, stop) =>
    {
        if (retention.Keep is not { } keep)
        {
            return;
        }

        await using (var prune = new NpgsqlCommand(Sql.Of<PruneLog>(), connection))
        {
            prune.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keep });
            await prune.ExecuteNonQueryAsync(stop);
        }

        await connection.ExecuteAsync(new CommandDefinition(Next, new { after = TimeSpan.FromHours(1) }, cancellationToken: stop));
    });

    /// <summary>Puts the first one in the queue.</summary>
    internal sealed class FirstTime(LogRetention retention, NpgsqlDataSource database) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (retention.Keep is not null)
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(Next, new { after = TimeSpan.Zero }, cancellationToken: cancellationToken));
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
