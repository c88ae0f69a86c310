using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Rules;

/// <summary>An answer is as long as the policy allows, in the customer's language, and civil; plain text, without marks and pictures.</summary>
internal static class ToneAndLength
{
    private const int MostExclamations = 2;

    private static readonly string[] Marks = ["](", "![", "```", "**", "<", "|", "#", "{{", "\u2028"];

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        var answer = guarded.Answer;
        if (answer.Body.Length > guarded.Policy.MostCharacters || answer.Sentences.Count > guarded.Policy.MostSentences)
        {
            yield return Wrong("too_long", 0, $"At most {guarded.Policy.MostSentences} sentences and {guarded.Policy.MostCharacters} characters.");
        }

        if (answer.Sentences.All(sentence => sentence.IsCourtesy) && guarded.Triaged.Intent is not ("thanks" or "greeting"))
        {
            yield return Wrong("says_nothing", 0, "The answer is nothing but courtesy.");
        }

        if (answer.Body.Count(letter => letter == '!') > MostExclamations)
        {
            yield return Wrong("too_loud", 0, $"At most {MostExclamations} exclamation marks.");
        }

        var own = string.Join(' ', answer.Sentences.Where(sentence => sentence.Text != sentence.Citation?.Quote && sentence.FactName is null).Select(sentence => sentence.Text));
        if (WordLists.LanguageOf(own) is { } language && language != guarded.Triaged.Language)
        {
            yield return Wrong("wrong_language", 0, $"Answer in the customer's language: {guarded.Triaged.Language}.");
        }

        foreach (var (sentence, number) in guarded.Sentences)
        {
            if (new Tokens(sentence.Text).Has(guarded.Policy.Tone))
            {
                yield return Wrong("uncivil", number, "It is not how the agency speaks to people.");
            }

            if (sentence.Text.Count(char.IsLetter) is > 12 and var letters && sentence.Text.Count(char.IsUpper) > letters * 0.6)
            {
                yield return Wrong("too_loud", number, "It shouts.");
            }

            if (Marks.FirstOrDefault(mark => sentence.Text.Contains(mark, StringComparison.Ordinal)) is { } found)
            {
                yield return Wrong("not_plain_text", number, $"Plain text, without {found}.");
            }

            if (sentence.Text.Any(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.PrivateUse))
            {
                yield return Wrong("not_plain_text", number, "It holds characters that cannot be seen.");
            }
        }
    }

    private static Finding Wrong(string code, int number, string says) => new("tone", code, number, says);
}
