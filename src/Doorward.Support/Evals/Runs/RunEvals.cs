using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Evals.Runs;

/// <summary>Staff have a stored golden set tried: a job, because a model may take minutes.</summary>
/// <param name="RunId">Of the run that will be there once <c>evals.finished</c> says so.</param>
internal sealed record RunEvals(Guid RunId, string Set, string Tier, Caller By, string? Traceparent)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_golden_set", 404, "There is no golden set of that name: store one first."));

    /// <summary>The mutation <c>runEvals</c>.</summary>
    public static async Task<EvalRequest> Mutate(
        string goldenSet, string tier, Viewer viewer, GoldenSets sets, Grounds grounds, CommandBatcher<RunEvals, Outcome<EvalRequest>> requests, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        // Documents may have come since it was stored; the job looks again, but could only give up.
        if (await sets.Find(staff.OrganizationId, goldenSet, cancellation) is { } set && await grounds.Leaks(staff.OrganizationId, set, cancellation) is { Count: > 0 } leaks)
        {
            throw NotHeldOut.Of(leaks);
        }

        var request = new RunEvals(Guid.CreateVersion7(), goldenSet, tier.ToLowerInvariant(), staff, DoorwardTelemetry.Traceparent);
        var outcome = await requests.Submit(request, cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }
}

/// <summary>A run that waits to begin.</summary>
internal sealed record EvalRequest(Guid RunId);

internal sealed class RunEvalsStatement : CommandStatement<RunEvals, Outcome<EvalRequest>>
{
    public override string Text { get; } = Sql.Of<RunEvals>();

    public override void Bind(Parameters parameters, IReadOnlyList<RunEvals> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.RunId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Set)
        .Add(commands, NpgsqlDbType.Text, c => c.Tier)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<EvalRequest> Read(NpgsqlDataReader row, RunEvals command) =>
        row.GetString(1) is "queued" ? new("queued", new EvalRequest(command.RunId)) : new(row.GetString(1), null);
}
