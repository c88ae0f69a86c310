using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>What Doorward knows of somebody, as they see it themselves.</summary>
internal sealed record Profile(
    [property: Description("Your id.")] Guid Id,
    [property: Description("Your name.")] string Name,
    [property: Description("Your e-mail address, from the sign-in or the invitation that you came with.")] string Email,
    [property: Description("Whether it is known to be yours.")] bool EmailVerified,
    [property: Description("Where a picture of you is, if your sign-in tells.")] string? PhotoUrl,
    [property: Description("The language in which Doorward writes to you; null: as the installation does.")]
    [property: AllowedValues("en", "pt")] string? Language,
    [property: Description("Since when you are known here.")] DateTimeOffset CreatedAt)
{
    public const int LongestName = 200;

    public static Profile Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), "Ana Costa", "ana@casa-nova.example", true, null, "pt", new DateTimeOffset(2026, 11, 16, 8, 20, 0, TimeSpan.Zero));

    /// <summary>From seven columns in the order of the fields.</summary>
    public static Profile Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetBoolean(at + 3), row.IsDBNull(at + 4) ? null : row.GetString(at + 4),
        row.IsDBNull(at + 5) ? null : row.GetString(at + 5), row.GetFieldValue<DateTimeOffset>(at + 6));
}

/// <summary>One profile.</summary>
internal sealed record ProfileAnswer([property: Description("You.")] Profile Me);
