using System.Text.Json.Nodes;

namespace Doorward.Support.Copilot;

/// <summary>Where a message goes, and why.</summary>
/// <param name="Status">SUGGESTED or ESCALATED.</param>
/// <param name="Code">Stable: <c>confident</c>, <c>below_threshold</c>, <c>weak_retrieval</c>, <c>refused_by_guard</c>, <c>model_unavailable</c>, …</param>
/// <param name="Reason">For people.</param>
/// <param name="Inputs">What it was decided from.</param>
internal sealed record Decision(string Status, double Confidence, double Threshold, string Code, string Reason, JsonObject Inputs)
{
    public bool IsSuggested => Status == "SUGGESTED";
}

/// <summary>What the last step knows.</summary>
/// <param name="Repaired">Whether the guard let only the second answer pass.</param>
/// <param name="NoDraft">Why nothing was drafted; null where something was.</param>
internal sealed record Considered(Triaged Triaged, Evidence Evidence, Answer? Answer, Guarded? Guarded, bool Repaired, (string Code, string Says)? NoDraft, Policy Policy);

/// <summary>
/// The last step, and the only one that routes. The confidence is mostly the strength of what the answer rests on; what a model says of itself
/// weighs a twentieth.
/// </summary>
internal static class Decide
{
    public static Decision On(Considered considered)
    {
        var (triaged, policy) = (considered.Triaged, considered.Policy);
        var grounding = Grounding(considered);
        var inputs = new JsonObject
        {
            ["grounding"] = Math.Round(grounding, 4),
            ["clarity"] = triaged.Clarity,
            ["guard_passed"] = considered.Guarded?.Passed,
            ["repaired"] = considered.Repaired,
            ["translated"] = considered.Guarded?.IsTranslated,
            ["drafter_confidence"] = considered.Answer?.Confidence,
            ["intent"] = triaged.Intent,
            ["urgency"] = triaged.Urgency,
        };

        if (considered.NoDraft is { } none)
        {
            return Escalated(0, none.Code, none.Says);
        }

        if (ToPeople(triaged, policy) is { } person)
        {
            return Escalated(0, person.Code, person.Says);
        }

        if (considered is not { Answer: { } answer, Guarded: { } guarded } || answer.Declined is not null || answer.Sentences.Count == 0)
        {
            return Escalated(0, "weak_retrieval", considered.Answer?.Declined ?? "There was nothing to answer from.");
        }

        if (!guarded.Passed)
        {
            return Escalated(0, "refused_by_guard", $"The guard refused the answer: {string.Join(" ", guarded.Findings.Select(finding => finding.Code).Distinct())}.");
        }

        var confidence = ((0.6 * grounding) + (0.2 * triaged.Clarity) + (considered.Repaired ? 0.05 : 0.15) + (0.05 * answer.Confidence)) * (guarded.IsTranslated ? 0.9 : 1);
        return triaged.Intent is "cancel" or "reschedule"
            ? Escalated(confidence, "needs_action", "The customer wants a visit changed, which a person does.")
            : confidence < policy.Threshold
                ? Escalated(confidence, "below_threshold", $"The confidence is below {policy.Threshold:0.##}.")
                : new Decision("SUGGESTED", confidence, policy.Threshold, "confident", "Every sentence has its source, and the guard found nothing.", inputs);

        Decision Escalated(double confidence, string code, string says) => new("ESCALATED", confidence, policy.Threshold, code, says, inputs);
    }

    /// <summary>What goes to a person whatever could be answered; decided before anything is drafted.</summary>
    public static (string Code, string Says)? ToPeople(Triaged triaged, Policy policy) =>
        policy.ToPeople.Contains(triaged.Intent) ? ("policy_" + triaged.Intent, "The agency's policy gives such messages to a person.")
        : triaged.Urgency == "HIGH" && policy.UrgentToPeople.Contains(triaged.Category) ? ("policy_urgent", "It is urgent, and the agency's policy gives such messages to a person.")
        : null;

    /// <summary>How well what is said is founded, over its sentences: typed facts fully, passages by how well they fit the question.</summary>
    private static double Grounding(Considered considered)
    {
        if (considered.Answer is not { Sentences.Count: > 0 } answer)
        {
            return 0;
        }

        var founded = answer.Sentences.Where(sentence => !sentence.IsCourtesy)
            .Select(sentence => sentence.FactName is not null ? 1 : Strength(considered.Evidence.Passage(sentence.Citation?.PassageName)?.Passage.Score ?? 0, considered.Evidence.Threshold))
            .ToList();
        return founded.Count > 0 ? founded.Average() : considered.Triaged.Intent is "thanks" or "greeting" ? 1 : 0;
    }

    /// <summary>A score at the search's own threshold is worth half; from there it rises to 1.</summary>
    private static double Strength(double score, double threshold) => score < threshold
        ? 0.5 * score / threshold
        : 0.5 + (0.5 * Math.Min(1, (score - threshold) / (0.85 - threshold)));
}
