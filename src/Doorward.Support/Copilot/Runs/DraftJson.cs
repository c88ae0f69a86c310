using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Support.Copilot.Rules;

namespace Doorward.Support.Copilot.Runs;

/// <summary>A slot that a draft offers.</summary>
/// <param name="HeldUntil">Until when it is held for the customer; null: it is not.</param>
internal sealed record Offer(Guid SlotId, Guid PropertyId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, DateTimeOffset? HeldUntil)
{
    public static Offer Of(OfferableSlot slot, DateTimeOffset? heldUntil) => new(slot.SlotId, slot.PropertyId, slot.StartsAt, slot.EndsAt, heldUntil);

    /// <summary>The key of a draft's holds.</summary>
    public static string KeyOf(Guid draftId) => $"draft:{draftId}";
}

/// <summary>The JSON columns of a draft: what the console shows.</summary>
internal static class DraftJson
{
    public static (string Sentences, string Verdicts) Of(Run run)
    {
        var sentences = new JsonArray([.. (run.Passed?.Sentences ?? []).Select(sentence => Of(sentence, run.Evidence))]);
        var verdicts = run.Attempts is [.., var last] ? last.Guarded.AsJson() : new Guarded([], false).AsJson();
        // For people: what was decided from what, and that somebody tried to speak to the machine.
        verdicts["smuggled"] = Smuggled.IsIn(run.Question.Body);
        verdicts["decision"] = run.Decision is not { } decision ? null : new JsonObject { ["code"] = decision.Code, ["inputs"] = decision.Inputs.DeepClone(), ["policy_version"] = run.Policy.Version ?? 0 };
        return (sentences.ToJsonString(DoorwardJson.Options), verdicts.ToJsonString(DoorwardJson.Options));
    }

    public static string Of(IReadOnlyList<Offer> offers) => JsonSerializer.Serialize(offers, DoorwardJson.Options);

    private static JsonObject Of(Sentence sentence, Evidence evidence) => new()
    {
        ["text"] = sentence.Text,
        ["courtesy"] = sentence.IsCourtesy,
        ["citation"] = sentence.Citation is { } citation
            ? new JsonObject
            {
                ["document_id"] = citation.DocumentId, ["version"] = citation.Version, ["title"] = evidence.Passage(citation.PassageName)?.Passage.Title,
                ["heading"] = citation.Heading, ["quote"] = citation.Quote, ["start"] = citation.Start, ["end"] = citation.End,
            }
            : null,
        ["fact"] = evidence.Fact(sentence.FactName) is { } fact ? new JsonObject { ["kind"] = fact.Kind, ["id"] = fact.Id } : null,
    };
}
