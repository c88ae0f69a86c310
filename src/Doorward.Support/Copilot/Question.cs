namespace Doorward.Support.Copilot;

/// <summary>What the pipeline is asked: a customer's message with what led up to it.</summary>
/// <param name="Number">The message's place in the conversation.</param>
/// <param name="ApplicantId">The customer as somebody who can be shown round; null where they are not one.</param>
/// <param name="CustomerName">As they call themselves; null where it is not known.</param>
/// <param name="Thread">The messages before it, the oldest first.</param>
/// <param name="AskedAt">When the copilot took it up: today, for wishes.</param>
internal sealed record Question(
    Guid OrganizationId, string Agency, Guid ConversationId, Guid MessageId, int Number, string Body, Guid? ApplicantId, string? CustomerName,
    IReadOnlyList<Turn> Thread, DateTimeOffset AskedAt)
{
    // Enough to know what "it" and "that day" speak of, little enough to bound what a model is sent.
    public const int TurnsOfThread = 8;

    /// <summary>The language of what the customer wrote before; null where it does not tell.</summary>
    public string? Spoken => Thread.Where(turn => turn.Author == "CUSTOMER").Select(turn => Words.WordLists.LanguageOf(turn.Body)).LastOrDefault(language => language is not null);
}

/// <summary>An earlier message.</summary>
internal sealed record Turn(string Author, string Body);
