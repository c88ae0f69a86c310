using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;
using NodaTime;

namespace Doorward.Support.Copilot;

/// <summary>
/// How facts are put into words, in both languages and in the property's own time: dates in full, because a reply may be read days later.
/// </summary>
internal static class Wording
{
    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] PortugueseMonths =
        ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"];

    private static readonly string[] PortugueseDays = ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"];

    public static Fact Of(FreeSlot slot)
    {
        var (from, to) = (Local(slot.StartsAt, slot.TimeZone), Local(slot.EndsAt, slot.TimeZone));
        var place = Place(slot.PropertyName, slot.Address);
        return new Fact(
            "", FactKinds.Slot, slot.Id,
            $"A visit to {place} is possible on {English(from)}, from {from:HH:mm} to {to:HH:mm}.",
            $"É possível visitar {place} {On(from)} {Portuguese(from)}, das {from:HH:mm} às {to:HH:mm}.",
            $"{from:HH:mm}", new OfferableSlot(slot.Id, slot.PropertyId, slot.StartsAt, slot.EndsAt));
    }

    public static Fact Of(ApplicantsVisit visit)
    {
        var (from, to) = (Local(visit.StartsAt, visit.TimeZone), Local(visit.EndsAt, visit.TimeZone));
        var place = Place(visit.PropertyName, visit.Address);
        var isConfirmed = visit.Status == "confirmed";
        return new Fact(
            "", FactKinds.Booking, visit.BookingId,
            $"Your visit to {place} on {English(from)}, from {from:HH:mm} to {to:HH:mm}, {(isConfirmed ? "is confirmed" : "was cancelled")}.",
            $"A sua visita a {place} {On(from)} {Portuguese(from)}, das {from:HH:mm} às {to:HH:mm}, {(isConfirmed ? "está confirmada" : "foi cancelada")}.",
            $"{from:HH:mm}");
    }

    public static Fact Of(PropertyFact property) => new(
        "", FactKinds.Property, property.Id, $"{property.Name} is at {property.Address}.", $"{property.Name} fica em {property.Address}.");

    public static Fact NothingFree { get; } = new(
        "", FactKinds.NoSlots, Guid.Empty, "There is no visit left at the time that you asked for.", "Já não há visitas no horário que pediu.");

    public static Fact NothingBooked { get; } = new(
        "", FactKinds.NoSlots, Guid.Empty, "You have no visit booked with us at present.", "Neste momento não tem nenhuma visita marcada connosco.");

    /// <summary>The wall clock at the property.</summary>
    public static LocalDateTime Local(DateTimeOffset at, string timeZone) => Instant.FromDateTimeOffset(at).InZone(Zone(timeZone)).LocalDateTime;

    /// <summary>A time zone; properties are checked to have one that is known.</summary>
    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;

    private static string English(LocalDateTime at) => $"{at.DayOfWeek} {at.Day} {EnglishMonths[at.Month - 1]} {at.Year}";

    private static string Portuguese(LocalDateTime at) => $"{PortugueseDays[(int)at.DayOfWeek - 1]}, {at.Day} de {PortugueseMonths[at.Month - 1]} de {at.Year}";

    private static string On(LocalDateTime at) => at.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? "no" : "na";

    // Agencies often call a property by its address.
    private static string Place(string name, string address) => address.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? address : $"{name}, {address}";
}
