namespace Doorward.Accounts.Notices;

/// <summary>Something with a time and a place, as a mail carries it to a calendar (RFC 5546).</summary>
/// <param name="Id">Of what it is about; makes the UID, the same for ever.</param>
/// <param name="Sequence">Rises with every change of it.</param>
/// <param name="IsCancelled">Takes it out of the calendar again.</param>
/// <param name="TimeZone">IANA, of the place.</param>
public sealed record CalendarEntry(
    Guid Id, int Sequence, bool IsCancelled, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string TimeZone, string Place);
