using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>What a customer and the agency write to each other.</summary>
internal sealed record Conversation(
    Guid Id, string CustomerRef, Guid? PersonId, Guid? ApplicantId, string Status, Guid? AssigneeId, DateTimeOffset? SnoozedUntil,
    IReadOnlyList<string> Tags, int MessageCount, DateTimeOffset CreatedAt, DateTimeOffset LastMessageAt)
{
    /// <summary>From eleven columns in the order of the fields.</summary>
    public static Conversation Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.Id(2), row.Id(3), row.GetString(4), row.Id(5), row.Time(6), row.GetFieldValue<string[]>(7),
        row.GetInt32(8), row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10));
}
