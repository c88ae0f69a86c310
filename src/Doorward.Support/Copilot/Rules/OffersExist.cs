namespace Doorward.Support.Copilot.Rules;

/// <summary>What is offered is a free slot of this run, at most three, each once, and a sentence of the answer tells of it.</summary>
internal static class OffersExist
{
    public const int Most = 3;

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        var offers = guarded.Answer.Offers;
        if (offers.Count > Most || offers.Distinct().Count() < offers.Count)
        {
            yield return Wrong("too_many_offers", $"At most {Most} slots are offered, each once.");
        }

        foreach (var name in offers)
        {
            if (guarded.Evidence.Fact(name)?.Slot is null)
            {
                yield return Wrong("no_such_slot", $"{name} is no free slot.");
            }
            else if (guarded.Answer.Sentences.All(sentence => sentence.FactName != name))
            {
                yield return Wrong("offer_not_told", $"{name} is offered, but no sentence tells of it.");
            }
        }
    }

    private static Finding Wrong(string code, string says) => new("grounded", code, 0, says);
}
