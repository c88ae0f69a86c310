namespace Doorward.Platform.Events.Log;

/// <summary>A fact: one row of <c>events.log</c>.</summary>
/// <param name="Cursor">Its place.</param>
/// <param name="Id">The event's id, for whoever must see it once.</param>
/// <param name="Type">What happened: <c>booking.confirmed</c>.</param>
/// <param name="OrganizationId">Whose; null for the installation's own.</param>
/// <param name="ActorId">The person who did it; null for Doorward itself.</param>
/// <param name="SubjectId">To what.</param>
/// <param name="Before">The subject before, JSON; null where it did not exist.</param>
/// <param name="After">The subject after, JSON; null where it is gone.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Traceparent">The W3C trace context of the request that caused it.</param>
public sealed record LogEntry(
    LogCursor Cursor, Guid Id, string Type, Guid? OrganizationId, Guid? ActorId, Guid SubjectId,
    string? Before, string? After, DateTimeOffset At, string? Traceparent);
