using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Copilot.Lookups;

/// <summary>A lookup that was made, with what came back.</summary>
/// <param name="Name">search, cited, free_slots, visits, property_named, property or time_zones.</param>
/// <param name="Arguments">As text; the same lookup has the same.</param>
/// <param name="Result">What came back; of a run that was read back from its record, as JSON.</param>
internal sealed record Lookup(string Name, string Arguments, object? Result)
{
    /// <summary>The result as what it was.</summary>
    public T? As<T>()
        where T : class => Result is JsonElement json ? json.Deserialize<T>(DoorwardJson.Options) : (T?)Result;
}

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

    public Task<IReadOnlyList<FreeSlot>> FreeSlots(WantedSlots wanted, CancellationToken cancellation) =>
        Keep(Names.FreeSlots, Names.Of(wanted), lookups.FreeSlots(wanted, cancellation));

    public Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation) =>
        Keep(Names.Visits, Names.Of(from), lookups.Visits(from, cancellation));

    public Task<PropertyFact?> PropertyNamed(IReadOnlyList<string> texts, CancellationToken cancellation) =>
        Keep(Names.PropertyNamed, Names.Of([.. texts]), lookups.PropertyNamed(texts, cancellation));

    public Task<PropertyFact?> Property(Guid id, CancellationToken cancellation) => Keep(Names.Property, Names.Of(id), lookups.Property(id, cancellation));

    public Task<IReadOnlyList<string>> TimeZones(CancellationToken cancellation) => Keep(Names.TimeZones, "", lookups.TimeZones(cancellation));

    private async Task<T> Keep<T>(string name, string arguments, Task<T> looking)
    {
        var result = await looking;
        _made.Add(new Lookup(name, arguments, result));
        return result;
    }

    /// <summary>How lookups are named in a record.</summary>
    internal static class Names
    {
        public const string Search = "search";
        public const string Cited = "cited";
        public const string FreeSlots = "free_slots";
        public const string Visits = "visits";
        public const string PropertyNamed = "property_named";
        public const string Property = "property";
        public const string TimeZones = "time_zones";

        public static string Of(WantedSlots wanted) => Of(wanted.PropertyId, wanted.TimeZone, wanted.From, wanted.To);

        public static string Of(params object?[] arguments) => string.Join(" | ", arguments.Select(argument => argument switch
        {
            DateTimeOffset time => time.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            _ => argument?.ToString() ?? "",
        }));
    }
}
