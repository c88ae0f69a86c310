using System.Text.Json;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Http;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot.Outside;

/// <summary>
/// Works on one draft from outside: contract, message, guard, decision; stored in the transaction that ends the job, as a draft of Doorward's own is.
/// What breaks the contract is given up at once, with all that is wrong.
/// </summary>
internal sealed class ReceiveDraft(Inbox inbox, Desk desk, RunStore store, TimeProvider time) : JobHandler
{
    public override string Kind => "copilot.outside";

    public override int Parallel => 8;

    public override async Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var entry = JsonSerializer.Deserialize<OutsideEntry>(job.Payload, DoorwardJson.Options)!;
        var (received, problems) = entry.Check();
        if (received is null)
        {
            throw new JobRefused($"The entry {entry.Entry} of the stream drafts breaks the contract. {string.Join(' ', problems)}");
        }

        var asked = await Find(received, entry, cancellation);
        var run = await OutsidePipeline.Weigh(
            asked.Question, asked.Policy, received, desk.For(asked.Question.OrganizationId, asked.Question.ApplicantId), new Steps(time), cancellation);
        return await store.End(run, job, cancellation);
    }

    private async Task<Asked> Find(ReceivedDraft received, OutsideEntry entry, CancellationToken cancellation)
    {
        var draft = received.Draft;
        return await inbox.Find(draft.OrganizationId, draft.MessageId, cancellation) is not { } asked
            ? throw new JobRefused($"no_such_message: the entry {entry.Entry} answers no customer's message of that organization.")
            : asked.Question.ConversationId != draft.ConversationId
                ? throw new JobRefused($"wrong_conversation: the entry {entry.Entry} answers a message of another conversation than it says.")
                : asked;
    }
}
