using Doorward.Support.Copilot.Values;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>
/// A courtesy carries no facts: it has no values, no answer (yes, no) and no words but those of courtesy. Everything else needs a source.
/// </summary>
internal static class CourtesyIsEmpty
{
    private static readonly HashSet<string> Answers = ["yes", "no", "never", "always", "sim", "nunca", "sempre"];
    private static readonly string[] Hesitations = ["do not hesitate", "don't hesitate", "nao hesite", "nao hesitem"];

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        var names = new Tokens($"{guarded.Question.CustomerName} {guarded.Question.Agency}").Words.ToHashSet();
        foreach (var (sentence, number) in guarded.Sentences.Where(one => one.Sentence.IsCourtesy))
        {
            var tokens = new Tokens(sentence.Text);
            var lists = WordLists.Of(guarded.Triaged.Language);
            if (ValueReader.In(sentence.Text) is [var value, ..])
            {
                yield return Wrong(number, $"\"{value.Text.Trim()}\" needs a source.");
            }
            else if (tokens.Words.FirstOrDefault(Answers.Contains) is { } answer)
            {
                yield return Wrong(number, $"\"{answer}\" answers something and needs a source.");
            }
            else if (tokens.Words.Any(word => word is "not" or "don't" or "nao") && !tokens.Has(Hesitations))
            {
                yield return Wrong(number, "A denial needs a source.");
            }
            else if (tokens.Words.FirstOrDefault(word => !names.Contains(word) && !lists.Common.Contains(word) && !lists.Courtesy.Contains(word)) is { } telling)
            {
                yield return Wrong(number, $"\"{telling}\" says more than courtesy and needs a source.");
            }
            else if (!tokens.Words.Any(word => lists.Courtesy.Contains(word)))
            {
                yield return Wrong(number, "It is not a courtesy, and needs a source.");
            }
        }
    }

    private static Finding Wrong(int number, string says) => new("grounded", "courtesy_carries_facts", number, says);
}
