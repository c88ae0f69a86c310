using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Visits.Applicants;
using Doorward.Visits.Slots;
using Npgsql;

namespace Doorward.Visits.Bookings;

/// <summary>A visit that an applicant has booked.</summary>
internal sealed record Booking(
    [property: Description("The booking's id.")] Guid Id,
    [property: Description("The slot it takes.")] Guid SlotId,
    [property: Description("Who visits.")] Guid ApplicantId,
    [property: Description("Which property is visited.")] Guid PropertyId,
    [property: Description("Who shows it.")] Guid AgentId,
    [property: Description("When the visit starts.")] DateTimeOffset StartsAt,
    [property: Description("When the visit ends.")] DateTimeOffset EndsAt,
    [property: Description("Whether the visit takes place, or who cancelled it.")]
    [property: AllowedValues("confirmed", "cancelled_by_applicant", "cancelled_by_agent")] string Status,
    [property: Description("What the applicant wrote; may be empty.")] string Notes,
    [property: Description("When it was booked.")] DateTimeOffset CreatedAt)
{
    public static Booking Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30"), Slot.Example.Id, Applicant.Example.Id, Slot.Example.PropertyId, Slot.Example.AgentId,
        Slot.Example.StartsAt, Slot.Example.EndsAt, "confirmed", "We come with two children.", new DateTimeOffset(2026, 11, 20, 18, 5, 0, TimeSpan.Zero));

    /// <summary>From ten columns in the order of the fields.</summary>
    public static Booking Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetGuid(at + 1), row.GetGuid(at + 2), row.GetGuid(at + 3), row.GetGuid(at + 4),
        row.GetFieldValue<DateTimeOffset>(at + 5), row.GetFieldValue<DateTimeOffset>(at + 6), row.GetString(at + 7), row.GetString(at + 8),
        row.GetFieldValue<DateTimeOffset>(at + 9));
}

/// <summary>One booking.</summary>
internal sealed record BookingAnswer([property: Description("The booking.")] Booking Booking);
