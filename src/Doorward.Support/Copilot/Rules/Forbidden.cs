using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>No draft does or promises what the policy forbids. What stands word for word in the agency's own public document may be quoted.</summary>
internal static class Forbidden
{
    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences)
        {
            var words = new Tokens(sentence.Text);
            var kind = guarded.Evidence.Fact(sentence.FactName)?.Kind;
            foreach (var forbidden in guarded.Policy.Forbidden.Where(one => one.Matches(words)))
            {
                var isTrue = forbidden.UnlessFact is { } needed && needed == kind;
                if (!isTrue && sentence.Text != sentence.Citation?.Quote)
                {
                    yield return new Finding("policy", forbidden.Code, number, forbidden.Says);
                }
            }
        }
    }
}
