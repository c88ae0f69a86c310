using System.Text.Json;
using Doorward.Platform.Contracts;
using Doorward.Platform.Http;

namespace Doorward.Support.Copilot.Outside;

/// <summary>An entry of the stream <c>drafts</c> with a draft in it, as it waits to be worked on.</summary>
/// <param name="Entry">Its id in the stream.</param>
/// <param name="Type">As it came; null where the entry has none.</param>
/// <param name="EventId">As it came.</param>
/// <param name="Payload">The JSON that came; undefined where it was none.</param>
internal sealed record OutsideEntry(string Entry, string? Type, string? EventId, JsonElement? Payload)
{
    /// <summary>The draft, or everything that is wrong with the entry.</summary>
    public (ReceivedDraft? Draft, IReadOnlyList<ContractProblem> Problems) Check()
    {
        var problems = new List<ContractProblem>();
        if (Type is not (ReceivedDraft.Ready or ReceivedDraft.Escalated))
        {
            problems.Add(new ContractProblem("not_one_of", "type", "must be draft.ready or draft.escalated."));
        }

        if (!Guid.TryParseExact(EventId, "D", out var eventId))
        {
            problems.Add(new ContractProblem("wrong_format", "event_id", "must be a UUID, the same for the same draft."));
        }

        if (Payload is not { } payload)
        {
            problems.Add(new ContractProblem("not_json", "payload", "must be a JSON object without NUL, of 256 KB at most."));
            return (null, problems);
        }

        problems.AddRange(OutsideContract.Payload.Problems(payload, "payload"));
        if (problems.Count > 0)
        {
            return (null, problems);
        }

        var draft = payload.GetProperty("draft").Deserialize<OutsideDraft>(DoorwardJson.Options)!;
        if (Type is ReceivedDraft.Ready && draft.Sentences.Count == 0)
        {
            problems.Add(new ContractProblem("too_few", "payload.draft.sentences", "must hold what would be sent."));
        }

        if (Type is ReceivedDraft.Escalated && string.IsNullOrWhiteSpace(draft.Reason))
        {
            problems.Add(new ContractProblem("missing", "payload.draft.reason", "must say to people why they are asked."));
        }

        return problems.Count > 0 ? (null, problems) : (new ReceivedDraft(eventId, Type!, draft), problems);
    }
}
