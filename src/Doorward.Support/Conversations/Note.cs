using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>What staff tell each other about a conversation; the customer never sees it.</summary>
internal sealed record Note(Guid Id, Guid ConversationId, Guid AuthorId, string Body, DateTimeOffset CreatedAt)
{
    /// <summary>From five columns in the order of the fields.</summary>
    public static Note Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
}
