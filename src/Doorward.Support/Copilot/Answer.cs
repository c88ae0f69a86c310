namespace Doorward.Support.Copilot;

/// <summary>What a drafter proposes.</summary>
/// <param name="Sentences">In order; empty where there is nothing to say.</param>
/// <param name="Offers">The names of the slots that it offers.</param>
/// <param name="Confidence">How sure the drafter says it is, 0 to 1; it weighs little.</param>
/// <param name="Declined">Why it would not answer; null where it did.</param>
internal sealed record Answer(IReadOnlyList<Sentence> Sentences, IReadOnlyList<string> Offers, double Confidence, string? Declined = null)
{
    /// <summary>As it would be sent: a courtesy that opens or closes stands on a line of its own.</summary>
    public string Body => string.Concat(Sentences.Select((sentence, n) =>
        n == 0 ? sentence.Text : (sentence.IsCourtesy != Sentences[n - 1].IsCourtesy ? "\n\n" : sentence.FactName is not null ? "\n" : " ") + sentence.Text));
}

/// <summary>A sentence and what it rests on: exactly one of a citation, a fact, or nothing but courtesy.</summary>
internal sealed record Sentence(string Text, bool IsCourtesy, Citation? Citation, string? FactName)
{
    public static Sentence Courteous(string text) => new(text, true, null, null);

    public static Sentence Citing(string text, Citation citation) => new(text, false, citation, null);

    public static Sentence Stating(string text, string factName) => new(text, false, null, factName);
}

/// <summary>The span of a document's version that a sentence rests on.</summary>
/// <param name="Start">Where the quote begins in the version's text, in UTF-16 units; -1 where it could not be found.</param>
internal sealed record Citation(string PassageName, Guid DocumentId, int Version, string Heading, string Quote, int Start, int End)
{
    /// <summary>Finds the quote in the passage that it is said to be from.</summary>
    public static Citation Of(NamedPassage named, string quote)
    {
        var at = quote.Length == 0 ? -1 : named.Passage.Text.IndexOf(quote, StringComparison.Ordinal);
        return new Citation(
            named.Name, named.Passage.DocumentId, named.Passage.Version, named.Passage.Heading, quote,
            at < 0 ? -1 : named.Passage.Start + at, at < 0 ? -1 : named.Passage.Start + at + quote.Length);
    }
}
