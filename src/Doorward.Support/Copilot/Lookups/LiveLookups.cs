using Doorward.Support.Copilot.Words;
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

/// <summary>Looks things up now. Made for one run: the properties are read once.</summary>
internal sealed class LiveLookups(
    KnowledgeSearch knowledge, FreeSlots slots, VisitsOfApplicant visits, PropertyFacts properties, Guid organizationId, Guid? applicantId) : ILookups
{
    private const int MostPassages = 6;
    private const int MostSlots = 48; // an agency shows so many at one time at the most, and a handful is offered
    private const int MostVisits = 10;
    private const int MostProperties = 500;

    private Task<IReadOnlyList<PropertyFact>>? _shown;

    public Task<Retrieval> Search(string text, string language, CancellationToken cancellation) =>
        knowledge.Find(organizationId, new SearchQuestion(text, language, Audiences.Public, MostPassages), cancellation);

    public Task<string?> TextOf(Guid documentId, int version, CancellationToken cancellation) => knowledge.TextOf(organizationId, documentId, version, cancellation);

    public Task<Passage?> Cited(string question, string language, CitedSpan span, CancellationToken cancellation) =>
        knowledge.Cited(organizationId, new SearchQuestion(question, language, Audiences.Public, 1), span, cancellation);

    public Task<IReadOnlyList<FreeSlot>> FreeSlots(WantedSlots wanted, CancellationToken cancellation) => slots.Find(
        organizationId, new FreeSlotsQuestion(wanted.PropertyId, wanted.From, wanted.To, MostSlots, applicantId) { TimeZone = wanted.TimeZone }, cancellation);

    public async Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation) =>
        applicantId is { } applicant ? await visits.Find(organizationId, applicant, from, MostVisits, cancellation) : [];

    public async Task<PropertyFact?> PropertyNamed(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var shown = await Shown(cancellation);
        return texts.Select(text => Named(shown, text)).FirstOrDefault(named => named is not null);
    }

    public async Task<PropertyFact?> Property(Guid id, CancellationToken cancellation) => (await Shown(cancellation)).FirstOrDefault(property => property.Id == id);

    public async Task<IReadOnlyList<string>> TimeZones(CancellationToken cancellation) => [.. (await Shown(cancellation)).Select(property => property.TimeZone).Distinct()];

    private Task<IReadOnlyList<PropertyFact>> Shown(CancellationToken cancellation) => _shown ??= properties.List(organizationId, MostProperties, cancellation);

    private static PropertyFact? Named(IReadOnlyList<PropertyFact> properties, string text)
    {
        var folded = Folding.Fold(text);
        return properties.Where(property => property.Name.Length > 3 && folded.Contains(Folding.Fold(property.Name), StringComparison.Ordinal)).MaxBy(property => property.Name.Length);
    }
}
