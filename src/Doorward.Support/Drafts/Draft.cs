using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>An answer that the copilot proposes, and what became of it.</summary>
internal sealed record Draft(
    Guid Id, Guid ConversationId, Guid MessageId, string Status, int Version, string Body, string Sentences, string Offers,
    string Intent, string Category, string Sentiment, string Urgency, int Rank, double Confidence, double Threshold, string Verdicts, string Reason,
    DateTimeOffset CreatedAt, Guid? ReviewedBy, DateTimeOffset? ReviewedAt, string ReviewReason)
{
    /// <summary>From twenty-one columns in the order of the fields.</summary>
    public static Draft Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetInt32(4), row.GetString(5), row.GetString(6), row.GetString(7),
        row.GetString(8), row.GetString(9), row.GetString(10), row.GetString(11), row.GetInt16(12), row.GetFloat(13), row.GetFloat(14), row.GetString(15),
        row.GetString(16), row.GetFieldValue<DateTimeOffset>(17), row.Id(18), row.Time(19), row.GetString(20));
}
