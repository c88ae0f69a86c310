using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>Something that was said in a conversation, by the customer or to them.</summary>
internal sealed record Message(
    Guid Id, Guid ConversationId, int Number, string Author, Guid? PersonId, string Body, Guid? DraftId, DateTimeOffset CreatedAt)
{
    /// <summary>Characters, not bytes.</summary>
    public const int Longest = 8000;

    /// <summary>From eight columns in the order of the fields.</summary>
    public static Message Read(NpgsqlDataReader row, int at = 0) => new(
        row.GetGuid(at), row.GetGuid(at + 1), row.GetInt32(at + 2), row.GetString(at + 3), row.Id(at + 4), row.GetString(at + 5), row.Id(at + 6),
        row.GetFieldValue<DateTimeOffset>(at + 7));
}
