using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Visits.Properties;
using Npgsql;

namespace Doorward.Visits.Slots;

/// <summary>A time at which an agent shows a property.</summary>
internal sealed record Slot(
    [property: Description("The slot's id.")] Guid Id,
    [property: Description("The property that is shown.")] Guid PropertyId,
    [property: Description("Who shows it.")] Guid AgentId,
    [property: Description("When it starts.")] DateTimeOffset StartsAt,
    [property: Description("When it ends.")] DateTimeOffset EndsAt,
    [property: Description("Whether it can be booked.")]
    [property: AllowedValues("available", "held", "booked", "cancelled")] string Status,
    [property: Description("When it was opened.")] DateTimeOffset CreatedAt,
    [property: Description("Until when it is held; null unless it is.")] DateTimeOffset? HeldUntil,
    [property: Description("The applicant for whom it is held; told to staff and to that applicant.")] Guid? HeldBy)
{
    public static Slot Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c40"), Property.Example.Id, Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"),
        new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 24, 10, 30, 0, TimeSpan.Zero), "available",
        new DateTimeOffset(2026, 11, 16, 9, 15, 0, TimeSpan.Zero), null, null);

    /// <summary>From nine columns in the order of the fields.</summary>
    public static Slot Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetGuid(at + 1), row.GetGuid(at + 2), row.GetFieldValue<DateTimeOffset>(at + 3),
        row.GetFieldValue<DateTimeOffset>(at + 4), row.GetString(at + 5), row.GetFieldValue<DateTimeOffset>(at + 6),
        row.IsDBNull(at + 7) ? null : row.GetFieldValue<DateTimeOffset>(at + 7), row.IsDBNull(at + 8) ? null : row.GetGuid(at + 8));
}

/// <summary>One slot.</summary>
internal sealed record SlotAnswer([property: Description("The slot.")] Slot Slot);
