using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Copilot.Lookups;

/// <summary>A lookup that was made, with what came back.</summary>
/// <param name="Name">search, cited, free_slots, visits or properties.</param>
/// <param name="Arguments">As text; the same lookup has the same.</param>
internal sealed record Lookup(string Name, string Arguments, JsonElement Result);

/// <summary>Looks things up and keeps what came back, so that the run can be repeated from its record.</summary>
internal sealed class Recorder(ILookups lookups) : ILookups
{
    private readonly List<Lookup> _made = [];

    public IReadOnlyList<Lookup> Made => _made;

    public Task<Retrieval> Search(string text, string language, CancellationToken cancellation) =>
        Keep(Names.Search, Names.Of(text, language), lookups.Search(text, language, cancellation));

    public Task<Passage?> Cited(string question, string language, CitedSpan span, CancellationToken cancellation) =>
        Keep(Names.Cited, Names.Of(question, language, span), lookups.Cited(question, language, span, cancellation));

    /// <summary>Not kept: versions of documents stay in the database, and the passages are in the record.</summary>
    public Task<string?> TextOf(Guid documentId, int version, CancellationToken cancellation) => lookups.TextOf(documentId, version, cancellation);

    public Task<IReadOnlyList<FreeSlot>> FreeSlots(Guid? propertyId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        Keep(Names.FreeSlots, Names.Of(propertyId, from, to), lookups.FreeSlots(propertyId, from, to, cancellation));

    public Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation) =>
        Keep(Names.Visits, Names.Of(from), lookups.Visits(from, cancellation));

    public Task<IReadOnlyList<PropertyFact>> Properties(CancellationToken cancellation) => Keep(Names.Properties, "", lookups.Properties(cancellation));

    private async Task<T> Keep<T>(string name, string arguments, Task<T> looking)
    {
        var result = await looking;
        _made.Add(new Lookup(name, arguments, JsonSerializer.SerializeToElement(result, DoorwardJson.Options)));
        return result;
    }

    /// <summary>How lookups are named in a record.</summary>
    internal static class Names
    {
        public const string Search = "search";
        public const string Cited = "cited";
        public const string FreeSlots = "free_slots";
        public const string Visits = "visits";
        public const string Properties = "properties";

        public static string Of(params object?[] arguments) => string.Join(" | ", arguments.Select(argument => argument switch
        {
            DateTimeOffset time => time.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            _ => argument?.ToString() ?? "",
        }));
    }
}
