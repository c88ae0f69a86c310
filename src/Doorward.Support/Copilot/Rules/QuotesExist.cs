namespace Doorward.Support.Copilot.Rules;

/// <summary>Every sentence rests on exactly one thing that exists: a span of a stored version that was found for this message, or a fact of this run.</summary>
internal static class QuotesExist
{
    private const int ShortestQuote = 8;
    private const int LongestQuote = 1000;

    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences)
        {
            if (string.IsNullOrWhiteSpace(sentence.Text))
            {
                yield return Wrong("empty_sentence", number, "A sentence is empty.");
            }

            var sources = (sentence.IsCourtesy ? 1 : 0) + (sentence.Citation is null ? 0 : 1) + (sentence.FactName is null ? 0 : 1);
            if (sources != 1)
            {
                yield return Wrong("no_single_source", number, "A sentence names one source: a passage with its quote, a fact, or courtesy.");
            }

            if (sentence.FactName is { } name && guarded.Evidence.Fact(name) is null)
            {
                yield return Wrong("no_such_fact", number, $"There is no fact {name}.");
            }

            if (sentence.Citation is { } citation && Missing(citation, guarded) is { } missing)
            {
                yield return Wrong(missing.Code, number, missing.Says);
            }
        }
    }

    private static (string Code, string Says)? Missing(Citation citation, GuardedCase guarded)
    {
        if (guarded.Evidence.Passage(citation.PassageName)?.Passage is not { } passage || (passage.DocumentId, passage.Version) != (citation.DocumentId, citation.Version))
        {
            return ("no_such_passage", $"There is no passage {citation.PassageName}.");
        }

        if (passage.IsStale)
        {
            return ("stale_document", $"The document of {citation.PassageName} is past its date.");
        }

        if (citation.Quote.Length is < ShortestQuote or > LongestQuote)
        {
            return ("quote_of_no_use", $"A quote has {ShortestQuote} to {LongestQuote} characters.");
        }

        var stands = citation.Start >= 0 && guarded.Texts.TryGetValue((citation.DocumentId, citation.Version), out var text)
            && citation.End <= text.Length && citation.Start < citation.End
            && text.AsSpan(citation.Start, citation.End - citation.Start).SequenceEqual(citation.Quote);
        return stands ? null : ("quote_not_in_document", $"The quote does not stand in {citation.PassageName}, word for word.");
    }

    private static Finding Wrong(string code, int number, string says) => new("grounded", code, number, says);
}
