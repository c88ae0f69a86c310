using System.Text.Json.Nodes;
using Doorward.Support.Copilot.Rules;

namespace Doorward.Support.Copilot;

/// <summary>What the guard found.</summary>
/// <param name="Findings">Empty: nothing is wrong with the answer.</param>
/// <param name="IsTranslated">Whether a sentence could be compared with its source only by values and names, being in another language.</param>
internal sealed record Guarded(IReadOnlyList<Finding> Findings, bool IsTranslated)
{
    public bool Passed => Findings.Count == 0;

    /// <summary>For people: a badge a group of rules, and the findings.</summary>
    public JsonObject AsJson() => new(Guard.Badges.Select(badge => KeyValuePair.Create(badge, (JsonNode?)Findings.All(finding => finding.Badge != badge))))
    {
        ["translated"] = IsTranslated,
        ["findings"] = new JsonArray([.. Findings.Select(finding => new JsonObject
        {
            ["badge"] = finding.Badge, ["code"] = finding.Code, ["sentence"] = finding.Sentence, ["says"] = finding.Says,
        })]),
    };
}

/// <summary>
/// The fifth step: deterministic, and no model. Every rule looks at the whole answer, so that one repair can mend all that is wrong with it.
/// </summary>
internal static class Guard
{
    public static readonly string[] Badges = ["grounded", "policy", "tone", "privacy", "injection"];

    private static readonly Func<GuardedCase, IEnumerable<Finding>>[] Rules =
    [
        QuotesExist.Check, ValuesAreGrounded.Check, NamesAreGrounded.Check, WordsAreGrounded.Check, CourtesyIsEmpty.Check, OffersExist.Check,
        Forbidden.Check, ToneAndLength.Check, PrivateData.Check, Smuggled.Check,
    ];

    public static Guarded Check(GuardedCase guarded) => new(
        [.. Rules.SelectMany(rule => rule(guarded))],
        guarded.Answer.Sentences.Any(sentence => sentence.Citation is { } citation && WordsAreGrounded.IsTranslated(sentence, citation)));
}
