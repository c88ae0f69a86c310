using Doorward.Platform.Events.Jobs;
using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot.Outside;

/// <summary>
/// The end of the patience with a worker outside, one for every message: where it has sent no draft by then, for whatever reason, a person is asked. So
/// nothing hangs on the worker, nor on Redis.
/// </summary>
internal sealed class Silence(Inbox inbox, RunStore store) : JobHandler
{
    public const string JobKind = "copilot.silence";
    public const string Code = "external_copilot_silent";

    public override string Kind => JobKind;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        if (await inbox.Find(job.OrganizationId!.Value, Guid.Parse(job.Key), cancellation) is not { Waits: true } asked)
        {
            return (_, _) => Task.CompletedTask;
        }

        var run = ToPeople.Because(asked, Code, "The outside copilot has sent no draft in time.");
        return async (connection, stop) =>
        {
            if (await store.Store(run, null, connection, stop) is Code)
            {
                Steps.Count(Code, run);
            }
        };
    }
}
