using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Copilot.Lookups;

/// <summary>
/// What the copilot may look up, for the one customer of the one conversation that it was made for. No lookup takes an organization or a
/// customer, so nothing that a model asks for can reach anybody else's.
/// </summary>
internal interface ILookups
{
    /// <summary>Public passages of the agency's documents.</summary>
    Task<Retrieval> Search(string text, string language, CancellationToken cancellation);

    /// <summary>The stored text of a document's version; null where there is none.</summary>
    Task<string?> TextOf(Guid documentId, int version, CancellationToken cancellation);

    /// <summary>
    /// The public passage of a document's current version in which a quote stands word for word, weighed by how well it fits a question; null where there
    /// is none. Of several, one below that heading.
    /// </summary>
    Task<Passage?> Cited(string question, string language, CitedSpan span, CancellationToken cancellation);

    /// <summary>Slots that this customer could book, the earliest first.</summary>
    Task<IReadOnlyList<FreeSlot>> FreeSlots(WantedSlots wanted, CancellationToken cancellation);

    /// <summary>This customer's own visits from a time on.</summary>
    Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation);

    /// <summary>The property that the first of these texts names that names one; null where none does. Of names that are part of each other, the longest.</summary>
    Task<PropertyFact?> PropertyNamed(IReadOnlyList<string> texts, CancellationToken cancellation);

    /// <summary>A property that the agency shows; null where it shows none of that id.</summary>
    Task<PropertyFact?> Property(Guid id, CancellationToken cancellation);

    /// <summary>The time zones of the properties that the agency shows, each once.</summary>
    Task<IReadOnlyList<string>> TimeZones(CancellationToken cancellation);
}

/// <summary>Which slots are looked for.</summary>
/// <param name="PropertyId">Null: of any property.</param>
/// <param name="TimeZone">Of properties in that zone; null: in any.</param>
/// <param name="From">They start at or after it.</param>
/// <param name="To">They start before it.</param>
internal sealed record WantedSlots(Guid? PropertyId, string? TimeZone, DateTimeOffset From, DateTimeOffset To);
