using System.Buffers.Text;
using System.ComponentModel;
using System.Security.Cryptography;
using Npgsql;

namespace Doorward.Accounts.ApiKeys;

/// <summary>A program's key, without its secret.</summary>
internal sealed record ApiKey(
    [property: Description("The key's id; what it does is told in the log under this id.")] Guid Id,
    [property: Description("What it is for.")] string Name,
    [property: Description("What it may do.")] IReadOnlyList<string> Scopes,
    [property: Description("When it was made.")] DateTimeOffset CreatedAt,
    [property: Description("Until when it is good; null for as long as nobody revokes it.")] DateTimeOffset? ExpiresAt,
    [property: Description("When it was used last, give or take a minute; null: never.")] DateTimeOffset? LastUsedAt)
{
    /// <summary>What every key begins with, so that people and scanners of leaked secrets know one when they see it.</summary>
    public const string Prefix = "dw_";

    public static ApiKey Example { get; } = new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c70"), "Our CRM", ["read", "visits:write"], new DateTimeOffset(2026, 11, 16, 8, 40, 0, TimeSpan.Zero), null, null);

    /// <summary>256 random bits: nothing to guess, so one round of SHA-256 keeps them safe.</summary>
    public static string NewSecret() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>From six columns in the order of the fields.</summary>
    public static ApiKey Read(NpgsqlDataReader row, int at) => new(
        row.GetGuid(at), row.GetString(at + 1), row.GetFieldValue<string[]>(at + 2), row.GetFieldValue<DateTimeOffset>(at + 3),
        row.IsDBNull(at + 4) ? null : row.GetFieldValue<DateTimeOffset>(at + 4), row.IsDBNull(at + 5) ? null : row.GetFieldValue<DateTimeOffset>(at + 5));
}
