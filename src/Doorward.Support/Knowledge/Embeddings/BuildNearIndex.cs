using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>Looks, once an agency's embeddings are made, whether they are to have an index. Its work is what PostgreSQL does outside of any transaction.</summary>
internal sealed class BuildNearIndex(NearIndex index) : JobHandler
{
    public const string JobKind = "knowledge.index";

    private static readonly string AskText = Sql.Read(typeof(BuildNearIndex).Assembly, "Knowledge/Embeddings/AskForIndex.sql");

    public override string Kind => JobKind;

    public override int Parallel => 1;

    // A million passages take a quarter of an hour.
    public override TimeSpan Lease => TimeSpan.FromHours(1);

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        await index.Build(job.OrganizationId!.Value, cancellation);
        return (_, _) => Task.CompletedTask;
    }

    /// <summary>Puts a job for each agency into the queue; one that waits there is enough.</summary>
    public static async Task Ask(Guid[] organizations, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand(AskText, connection) { Parameters = { Reads.Is(organizations), Reads.Is(JobKind) } };
        await ask.ExecuteNonQueryAsync(cancellation);
    }
}
