using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Accounts.Invitations;

/// <summary>An invitation that is open.</summary>
internal sealed record Invitation(
    [property: Description("The invitation's id.")] Guid Id,
    [property: Description("Who is invited.")] string Email,
    [property: Description("What they will be.")]
    [property: AllowedValues("owner", "agent")] string Role,
    [property: Description("When it was made.")] DateTimeOffset CreatedAt,
    [property: Description("When its link was mailed last.")] DateTimeOffset SentAt,
    [property: Description("Until when the link is good; past it, resend it.")] DateTimeOffset ExpiresAt)
{
    /// <summary>The purpose of its link.</summary>
    public const string Link = "invitation";

    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    public static Invitation Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c12"), "ana@casa-nova.example", "agent", new DateTimeOffset(2026, 11, 16, 8, 10, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 16, 8, 10, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 8, 10, 0, TimeSpan.Zero));

    /// <summary>From six columns in the order of the fields.</summary>
    public static Invitation Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetFieldValue<DateTimeOffset>(at + 3), row.GetFieldValue<DateTimeOffset>(at + 4),
        row.GetFieldValue<DateTimeOffset>(at + 5));
}
