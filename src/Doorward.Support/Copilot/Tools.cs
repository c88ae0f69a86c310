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
            var named = await lookups.PropertyNamed([question.Body], cancellation);
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
        var named = await lookups.PropertyNamed([property ?? question.Body, .. question.Thread.Reverse().Select(turn => turn.Body)], cancellation);
        IReadOnlyList<string> zones = named is null ? await lookups.TimeZones(cancellation) : [named.TimeZone];
        var wished = new List<FreeSlot>();
        foreach (var zone in zones)
        {
            wished.AddRange(await Wished(question, wish, named?.Id, zone, lookups, cancellation));
        }

        if (wished.Count > 0)
        {
            return [.. Spread(wished).Select(Wording.Of)];
        }

        var any = await lookups.FreeSlots(new WantedSlots(named?.Id, null, question.AskedAt, question.AskedAt.AddDays(DaysAhead)), cancellation);
        return [Wording.NothingFree, .. Spread(any.OrderBy(slot => slot.StartsAt).ThenBy(slot => Shuffled(question, slot))).Take(MostSlots / 2).Select(Wording.Of)];
    }

    /// <summary>
    /// Those within the wish, as the clock shows it in a zone; of properties in that zone. Its days and times are looked at in the order in which they were
    /// said, until there are enough to choose from.
    /// </summary>
    private static async Task<IReadOnlyList<FreeSlot>> Wished(Question question, string wish, Guid? property, string timeZone, ILookups lookups, CancellationToken cancellation)
    {
        var zone = Wording.Zone(timeZone);
        var now = Instant.FromDateTimeOffset(question.AskedAt);
        var wishes = WishReader.Read(wish, now.InZone(zone).Date);
        var ranges = wishes.Count == 0 ? [new Interval(now, now + Duration.FromDays(DaysAhead))] : wishes.SelectMany(one => one.In(zone)).Where(range => range.End > now);
        var found = new List<FreeSlot>();
        foreach (var range in ranges)
        {
            var slots = await lookups.FreeSlots(
                new WantedSlots(property, timeZone, Instant.Max(now, range.Start).ToDateTimeOffset(), range.End.ToDateTimeOffset()), cancellation);
            found.AddRange(slots.Where(slot => found.All(other => other.Id != slot.Id)).OrderBy(slot => slot.StartsAt).ThenBy(slot => Shuffled(question, slot)));
            if (found.DistinctBy(Place).Skip(MostSlots - 1).Any())
            {
                break;
            }
        }

        return found;
    }

    /// <summary>A few that differ: the first of each hour of a day and property, before a second one of any.</summary>
    private static IEnumerable<FreeSlot> Spread(IEnumerable<FreeSlot> slots) => slots
        .GroupBy(Place)
        .SelectMany(group => group.Select((slot, n) => (Slot: slot, Round: n)))
        .OrderBy(one => one.Round)
        .Select(one => one.Slot)
        .Take(MostSlots);

    private static (Guid Property, long Hour) Place(FreeSlot slot) => (slot.PropertyId, slot.StartsAt.UtcTicks / TimeSpan.TicksPerHour);

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
