using System.ComponentModel;
using Npgsql;

namespace Doorward.Accounts.Organizations;

/// <summary>An agency, as its own people see it.</summary>
internal sealed record Organization(
    [property: Description("The agency's id.")] Guid Id,
    [property: Description("Its short name, in addresses and tokens.")] string Slug,
    [property: Description("Its name.")] string Name,
    [property: Description("When it was founded.")] DateTimeOffset CreatedAt)
{
    public const int LongestName = 200;

    public static Organization Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c10"), "casa-nova", "Casa Nova Lettings", new DateTimeOffset(2026, 11, 16, 8, 0, 0, TimeSpan.Zero));

    /// <summary>From four columns in the order of the fields.</summary>
    public static Organization Read(NpgsqlDataReader row, int at) =>
        new(row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetFieldValue<DateTimeOffset>(at + 3));
}

/// <summary>One organization.</summary>
internal sealed record OrganizationAnswer([property: Description("The agency.")] Organization Organization);
