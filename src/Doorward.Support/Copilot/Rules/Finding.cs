namespace Doorward.Support.Copilot.Rules;

/// <summary>What a rule of the guard has against an answer.</summary>
/// <param name="Badge">grounded, policy, tone, privacy or injection: which of the draft's badges it takes away.</param>
/// <param name="Code">Stable, such as <c>quote_not_in_document</c>.</param>
/// <param name="Sentence">Which sentence, from 1; 0: the whole.</param>
/// <param name="Says">To people, and as feedback to the model.</param>
internal sealed record Finding(string Badge, string Code, int Sentence, string Says);

/// <summary>What the guard looks at.</summary>
/// <param name="Texts">The stored text of each document's version that is cited; a version that is not there does not exist.</param>
internal sealed record GuardedCase(
    Answer Answer, Evidence Evidence, Question Question, Triaged Triaged, Policy Policy, IReadOnlyDictionary<(Guid Document, int Version), string> Texts)
{
    /// <summary>None looked up yet.</summary>
    public static IReadOnlyDictionary<(Guid Document, int Version), string> NoTexts { get; } = new Dictionary<(Guid, int), string>();

    /// <summary>The sentences with their numbers.</summary>
    public IEnumerable<(Sentence Sentence, int Number)> Sentences => Answer.Sentences.Select((sentence, n) => (sentence, n + 1));

    /// <summary>What a sentence rests on, as text; for a fact its wording in both languages.</summary>
    public string SourceOf(Sentence sentence) => sentence switch
    {
        { Citation: { } citation } => citation.Quote,
        { FactName: { } name } when Evidence.Fact(name) is { } fact => $"{fact.English} {fact.Portuguese}",
        _ => "",
    };
}
