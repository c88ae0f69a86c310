using Doorward.Support.Copilot;

namespace Doorward.Support.Evals.Golden;

/// <summary>A customer's message, and what is known to be right about it.</summary>
/// <param name="Id">Its name, by which runs are compared.</param>
/// <param name="Thread">What was said before, the oldest first.</param>
/// <param name="Message">What the customer writes now.</param>
/// <param name="Language">In which they write, and so are to be answered; null: that is not judged.</param>
internal sealed record GoldenCase(string Id, IReadOnlyList<Turn> Thread, string Message, string? Language, Expected Expected);

/// <summary>What should come out; what is null or empty is not judged.</summary>
/// <param name="Routing">answered (a draft is suggested) or escalated (a person writes).</param>
/// <param name="Citations">All of them must be found and cited.</param>
/// <param name="Must">All of these must stand in the answer.</param>
/// <param name="MustNot">None of these may.</param>
internal sealed record Expected(
    string? Intent, string? Category, string? Urgency, string? Sentiment, string? Routing, IReadOnlyList<ExpectedCitation> Citations,
    IReadOnlyList<ExpectedPhrase> Must, IReadOnlyList<ExpectedPhrase> MustNot)
{
    public bool IsAnything =>
        (Intent ?? Category ?? Urgency ?? Sentiment ?? Routing) is not null || Citations.Count + Must.Count + MustNot.Count > 0;
}
