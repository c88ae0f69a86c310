using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Doorward.Accounts.Members;

/// <summary>Somebody on the staff.</summary>
internal sealed record Member(
    [property: Description("The person's id.")] Guid Id,
    [property: Description("Their name.")] string Name,
    [property: Description("Their e-mail address.")] string Email,
    [property: Description("What they are.")]
    [property: AllowedValues("owner", "agent")] string Role,
    [property: Description("Since when.")] DateTimeOffset JoinedAt)
{
    public static Member Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c11"), "Ana Costa", "ana@casa-nova.example", "agent", new DateTimeOffset(2026, 11, 16, 8, 20, 0, TimeSpan.Zero));

    /// <summary>From five columns in the order of the fields.</summary>
    public static Member Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetString(at + 2), row.GetString(at + 3), row.GetFieldValue<DateTimeOffset>(at + 4));
}

/// <summary>One member.</summary>
internal sealed record MemberAnswer([property: Description("The member.")] Member Member);
