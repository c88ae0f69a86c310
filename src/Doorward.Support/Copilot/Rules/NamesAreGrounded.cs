using Doorward.Support.Copilot.Values;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>Every name in a sentence, of a person, a place or a street, stands in what it rests on; the customer's and the agency's may be used anywhere.</summary>
internal static class NamesAreGrounded
{
    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences)
        {
            var passage = guarded.Evidence.Passage(sentence.Citation?.PassageName)?.Passage;
            var known = new Tokens($"{guarded.SourceOf(sentence)} {passage?.Title} {passage?.Heading} {guarded.Question.CustomerName} {guarded.Question.Agency}").Words.ToHashSet();
            foreach (var (folded, text) in Names.In(sentence.Text, guarded.Triaged.Language))
            {
                if (new Tokens(folded).Words.Any(word => !known.Contains(word)))
                {
                    yield return new Finding("grounded", "name_not_in_source", number, $"\"{text}\" does not stand in the source of this sentence.");
                }
            }
        }
    }
}
