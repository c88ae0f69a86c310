using System.Text.Json;
using Npgsql;

namespace Doorward.Accounts.Notices.Delivery;

/// <summary>A delivery that waits, and what it takes to carry it out.</summary>
internal sealed record Delivery(
    string Channel, Guid NoticeId, string Kind, JsonElement Facts, DateTimeOffset CreatedAt, DateTimeOffset? GoodUntil, Guid? PersonId,
    string? Address, string? Recipient, string? Language, string? Organization, int Attempts, Guid? DeviceId, string? Token, bool IsOff, bool IsSuppressed)
{
    public static Delivery Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.GetString(2), JsonElement.Parse(row.GetString(3)), row.GetFieldValue<DateTimeOffset>(4),
        row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5), Id(row, 6), Text(row, 7), Text(row, 8), Text(row, 9), Text(row, 10),
        row.GetInt32(11), Id(row, 12), Text(row, 13), row.GetBoolean(14), row.GetBoolean(15));

    private static Guid? Id(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetGuid(at);

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}
