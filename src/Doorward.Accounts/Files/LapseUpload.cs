using System.Text.Json;
using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>
/// When the address to send a file to is no longer good: clears the place where its bytes arrived, complete or not, and gives the file up if it was never
/// completed. The job's key is the file's id.
/// </summary>
internal sealed class LapseUpload(IObjectStore store) : JobHandler
{
    public override string Kind => "file.lapse";

    public override int MaxAttempts => 750;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        await store.Delete(payload.RootElement.GetProperty("upload").GetString()!, cancellation);
        return async (connection, writing) =>
        {
            await using var command = new NpgsqlCommand(Sql.Of<LapseUpload>(), connection);
            command.Parameters.AddRange((NpgsqlParameter[])[Reads.Is(Guid.Parse(job.Key)), Reads.Is(job.Traceparent)]);
            await command.ExecuteNonQueryAsync(writing);
        };
    }
}
