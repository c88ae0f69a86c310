using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>Deletes a message that could not be used, after the days that such are kept: it speaks of people.</summary>
internal sealed class ForgetScreening : JobHandler
{
    public override string Kind => "visits.forget_screening";

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation) => Task.FromResult<JobWrites>(async (connection, stop) =>
    {
        await using var forget = new NpgsqlCommand(Sql.Of<ForgetScreening>(), connection);
        forget.Parameters.Add(Reads.Is(job.Key));
        await forget.ExecuteNonQueryAsync(stop);
    });
}
