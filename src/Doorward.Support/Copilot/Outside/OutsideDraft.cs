namespace Doorward.Support.Copilot.Outside;

/// <summary>A draft as a worker outside sends it, in the member <c>draft</c> of an entry's payload; <c>draft.schema.json</c> says the same to others.</summary>
/// <param name="Offers">The slots that it offers; sentences tell of each.</param>
/// <param name="Confidence">How sure the worker says it is, 0 to 1; it weighs little.</param>
/// <param name="Reason">For people: why it was handed to them.</param>
/// <param name="Model">What made it.</param>
internal sealed record OutsideDraft(
    Guid OrganizationId, Guid ConversationId, Guid MessageId, IReadOnlyList<OutsideSentence> Sentences, double Confidence, string Model, string? Reason = null,
    IReadOnlyList<Guid>? Offers = null);

/// <summary>A sentence and what it rests on.</summary>
internal sealed record OutsideSentence(string Text, bool Courtesy = false, OutsideCitation? Citation = null, OutsideFact? Fact = null);

/// <summary>The words of a document that a sentence rests on.</summary>
internal sealed record OutsideCitation(Guid DocumentId, int Version, string Heading, string Quote);

/// <summary>What the calendar says, as a sentence rests on it: Doorward looks it up by itself.</summary>
/// <param name="Kind">slot, booking, property, nothing_free or nothing_booked.</param>
/// <param name="Id">Of the slot, booking or property.</param>
/// <param name="StartsAt">Of a slot.</param>
internal sealed record OutsideFact(string Kind, Guid? Id = null, DateTimeOffset? StartsAt = null);

/// <summary>A draft that came, and how.</summary>
/// <param name="EventId">Of the entry, chosen by the worker: the same for the same draft.</param>
/// <param name="Type">draft.ready or draft.escalated.</param>
internal sealed record ReceivedDraft(Guid EventId, string Type, OutsideDraft Draft)
{
    public const string Ready = "draft.ready";
    public const string Escalated = "draft.escalated";
}
