using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.Files;

/// <summary>Removes an object that no row speaks of any more. The job's key is the object's.</summary>
internal sealed class DeleteObject(IObjectStore store) : JobHandler
{
    private static readonly string LaterText = Sql.Read(typeof(DeleteObject).Assembly, "Files/DeleteObjectLater.sql");

    public override string Kind => "file.delete_object";

    // A month of asking every hour: a store that is away for a weekend must not keep what somebody has deleted.
    public override int MaxAttempts => 750;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        await store.Delete(job.Key, cancellation);
        return (_, _) => Task.CompletedTask;
    }

    /// <summary>Promises it before the object is written; who wants to keep the object takes the job away.</summary>
    public static async Task Later(NpgsqlDataSource database, string key, Guid organization, TimeSpan after, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(LaterText);
        command.Parameters.AddRange((NpgsqlParameter[])[Reads.Is(key), Reads.Is(organization), Reads.Is(after)]);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
