using System.Text.Json;
using Doorward.Platform.Events.Jobs;

namespace Doorward.Accounts.People;

/// <summary>The second erasure, a while after the first: of what was under way then, on whichever node.</summary>
internal sealed class EraseAgain(Erasure erasure) : JobHandler
{
    public override string Kind => "accounts.erase_again";

    // Erasing what is erased changes nothing, so it need not be one transaction with the job's completion.
    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        await erasure.Once(JsonElement.Parse(job.Payload).GetProperty("person_id").GetGuid(), cancellation);
        return (_, _) => Task.CompletedTask;
    }
}
