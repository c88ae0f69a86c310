using System.ComponentModel;
using Npgsql;

namespace Doorward.Visits.Properties;

/// <summary>A place that the agency shows.</summary>
internal sealed record Property(
    [property: Description("The property's id.")] Guid Id,
    [property: Description("What staff call it.")] string Name,
    [property: Description("Where it is.")] string Address,
    [property: Description("The IANA time zone in which its hours are meant.")] string TimeZone,
    [property: Description("Whether several agents may show it at the same time.")] bool AllowsParallelViewings,
    [property: Description("When it was archived; null while it is shown.")] DateTimeOffset? ArchivedAt,
    [property: Description("When it was created.")] DateTimeOffset CreatedAt)
{
    public static Property Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50"), "Rua das Flores 12", "Rua das Flores 12, 1200-192 Lisboa", "Europe/Lisbon", false, null,
        new DateTimeOffset(2026, 11, 16, 9, 0, 0, TimeSpan.Zero));

    /// <summary>From seven columns in the order of the fields.</summary>
    public static Property Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetString(at + 3), row.GetBoolean(at + 4),
        row.IsDBNull(at + 5) ? null : row.GetFieldValue<DateTimeOffset>(at + 5), row.GetFieldValue<DateTimeOffset>(at + 6));
}

/// <summary>One property.</summary>
internal sealed record PropertyAnswer([property: Description("The property.")] Property Property);
