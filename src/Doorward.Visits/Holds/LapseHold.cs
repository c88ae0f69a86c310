using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Holds;

/// <summary>
/// Takes out a hold whose time is over and which nobody has met. Everybody is answered the same whether it has run or not; it is what makes the
/// log, and whoever follows it, hear of the end in time.
/// </summary>
internal sealed class LapseHold(TimeProvider time) : JobHandler
{
    public override string Kind => "visits.lapse_hold";

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation) => Task.FromResult<JobWrites>(async (connection, stop) =>
    {
        await using var lapse = new NpgsqlCommand(Sql.Of<LapseHold>(), connection);
        lapse.Parameters.AddRange(new[]
        {
            Reads.Is(job.OrganizationId!.Value), Reads.Is(Guid.Parse(job.Key)), Reads.Is(time.GetUtcNow()), Reads.Is(job.Traceparent),
        });
        await lapse.ExecuteNonQueryAsync(stop);
    });
}
