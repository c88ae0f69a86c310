using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Wishes;
using Doorward.Support.Copilot.Words;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;
using NodaTime;

namespace Doorward.Support.Copilot;

/// <summary>
/// The third step: what the agency's own calendar says. What the message plainly needs is looked up here, with a model or without; a model may ask
/// for more through the same functions.
/// </summary>
internal static class Tools
{
    private const int DaysAhead = 14;
    private const int MostSlots = 6;

    public static async Task<Evidence> For(Question question, Triaged triaged, Evidence evidence, ILookups lookups, CancellationToken cancellation)
    {
        if (triaged.Intent is "my_bookings" or "cancel" or "reschedule" && question.ApplicantId is not null)
        {
            evidence = evidence.With(await Visits(question, lookups, cancellation));
        }

        if (triaged.Intent is "visit" or "reschedule")
        {
            evidence = evidence.With(await FreeSlots(question, question.Body, null, lookups, cancellation));
        }

        if (triaged.Intent is "property" or "office" or "visit")
        {
            var named = Named(await lookups.Properties(cancellation), question.Body);
            evidence = named is null ? evidence : evidence.With([Wording.Of(named)]);
        }

        return evidence;
    }

    /// <summary>This customer's visits that are still to come; where there are none, that.</summary>
    public static async Task<IReadOnlyList<Fact>> Visits(Question question, ILookups lookups, CancellationToken cancellation)
    {
        var visits = await lookups.Visits(question.AskedAt, cancellation);
        return visits.Count == 0 ? [Wording.NothingBooked] : [.. visits.Select(Wording.Of)];
    }

    /// <summary>Free slots near a wish; where none is, that, and the nearest others.</summary>
    /// <param name="wish">The words in which it was said when: the message, or what a model made of it.</param>
    /// <param name="property">The name of the property; null: the one that the conversation speaks of, or any.</param>
    public static async Task<IReadOnlyList<Fact>> FreeSlots(Question question, string wish, string? property, ILookups lookups, CancellationToken cancellation)
    {
        var properties = await lookups.Properties(cancellation);
        var named = Named(properties, property ?? question.Body) ?? question.Thread.Reverse().Select(turn => Named(properties, turn.Body)).FirstOrDefault(found => found is not null);
        var zones = (named is null ? properties.Select(one => one.TimeZone) : [named.TimeZone]).Distinct().ToList();
        var wished = new List<FreeSlot>();
        foreach (var zone in zones)
        {
            wished.AddRange(await Wished(question, wish, named?.Id, zone, lookups, cancellation));
        }

        if (wished.Count > 0)
        {
            return [.. Spread(wished).Select(Wording.Of)];
        }

        var any = await lookups.FreeSlots(named?.Id, question.AskedAt, question.AskedAt.AddDays(DaysAhead), cancellation);
        return [Wording.NothingFree, .. Spread(any.OrderBy(slot => slot.StartsAt).ThenBy(slot => Shuffled(question, slot))).Take(MostSlots / 2).Select(Wording.Of)];
    }

    /// <summary>The property that a text names; the longest name where one is part of another.</summary>
    public static PropertyFact? Named(IReadOnlyList<PropertyFact> properties, string text)
    {
        var folded = Folding.Fold(text);
        return properties.Where(property => property.Name.Length > 3 && folded.Contains(Folding.Fold(property.Name), StringComparison.Ordinal)).MaxBy(property => property.Name.Length);
    }

    /// <summary>Those within the wish, as the clock shows it in a zone; of properties in that zone.</summary>
    private static async Task<IEnumerable<FreeSlot>> Wished(Question question, string wish, Guid? property, string timeZone, ILookups lookups, CancellationToken cancellation)
    {
        var zone = Wording.Zone(timeZone);
        var now = Instant.FromDateTimeOffset(question.AskedAt);
        var ranges = WishReader.Read(wish, now.InZone(zone).Date).SelectMany(one => one.In(zone)).Where(range => range.End > now).ToList();
        ranges = ranges.Count == 0 && WishReader.Read(wish, now.InZone(zone).Date).Count == 0 ? [new Interval(now, now + Duration.FromDays(DaysAhead))] : ranges;
        if (ranges.Count == 0)
        {
            return [];
        }

        var from = Instant.Max(now, ranges.Min(range => range.Start));
        var slots = await lookups.FreeSlots(property, from.ToDateTimeOffset(), ranges.Max(range => range.End).ToDateTimeOffset(), cancellation);
        return slots
            .Where(slot => slot.TimeZone == timeZone)
            .Select(slot => (Slot: slot, Wish: ranges.FindIndex(range => range.Contains(Instant.FromDateTimeOffset(slot.StartsAt)))))
            .Where(found => found.Wish >= 0)
            .OrderBy(found => found.Wish).ThenBy(found => found.Slot.StartsAt).ThenBy(found => Shuffled(question, found.Slot))
            .Select(found => found.Slot);
    }

    /// <summary>A few that differ: the first of each hour of a day and property, before a second one of any.</summary>
    private static IEnumerable<FreeSlot> Spread(IEnumerable<FreeSlot> slots) => slots
        .GroupBy(slot => (slot.PropertyId, slot.StartsAt.UtcTicks / TimeSpan.TicksPerHour))
        .SelectMany(group => group.Select((slot, n) => (Slot: slot, Round: n)))
        .OrderBy(one => one.Round)
        .Select(one => one.Slot)
        .Take(MostSlots);

    /// <summary>
    /// Of slots that begin together each message is told others first, always the same: customers who ask in the same minute would else be offered, and
    /// want held, the very same ones.
    /// </summary>
    private static ulong Shuffled(Question question, FreeSlot slot) => Tail(question.MessageId) ^ Tail(slot.Id);

    // The random half of an id.
    private static ulong Tail(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
    }
}
