using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Copilot.Lookups;

/// <summary>The parts that answer lookups: Visits' own queries and the knowledge search.</summary>
internal sealed class Desk(KnowledgeSearch knowledge, FreeSlots slots, VisitsOfApplicant visits, PropertyFacts properties)
{
    /// <summary>Lookups for one customer.</summary>
    public ILookups For(Guid organizationId, Guid? applicantId) => new LiveLookups(knowledge, slots, visits, properties, organizationId, applicantId);
}

/// <summary>Looks things up now.</summary>
internal sealed class LiveLookups(
    KnowledgeSearch knowledge, FreeSlots slots, VisitsOfApplicant visits, PropertyFacts properties, Guid organizationId, Guid? applicantId) : ILookups
{
    private const int MostPassages = 6;
    private const int MostSlots = 200;
    private const int MostVisits = 10;
    private const int MostProperties = 500;

    public Task<Retrieval> Search(string text, string language, CancellationToken cancellation) =>
        knowledge.Find(organizationId, new SearchQuestion(text, language, Audiences.Public, MostPassages), cancellation);

    public Task<string?> TextOf(Guid documentId, int version, CancellationToken cancellation) => knowledge.TextOf(organizationId, documentId, version, cancellation);

    public Task<Passage?> Cited(string question, string language, CitedSpan span, CancellationToken cancellation) =>
        knowledge.Cited(organizationId, new SearchQuestion(question, language, Audiences.Public, 1), span, cancellation);

    public Task<IReadOnlyList<FreeSlot>> FreeSlots(Guid? propertyId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        slots.Find(organizationId, new FreeSlotsQuestion(propertyId, from, to, MostSlots, applicantId), cancellation);

    public async Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation) =>
        applicantId is { } applicant ? await visits.Find(organizationId, applicant, from, MostVisits, cancellation) : [];

    public Task<IReadOnlyList<PropertyFact>> Properties(CancellationToken cancellation) => properties.List(organizationId, MostProperties, cancellation);
}
