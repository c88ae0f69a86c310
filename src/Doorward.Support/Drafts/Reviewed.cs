using Doorward.GraphQL;
using Doorward.Platform.Http;
using Doorward.Support.Graph;
using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>What became of a review: for a refusal also who was faster, and with what.</summary>
internal sealed record Reviewed(string Outcome, string? Status, int? Version, string? By, DateTimeOffset? At)
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_draft", 404, "There is no such draft."),
        new Refusal("draft_superseded", 409, "The conversation has gone on since this draft was made: a newer message came, or somebody answered. Look at the newer draft."),
        new Refusal("draft_already_reviewed", 409, "Somebody else has already reviewed this draft."),
        new Refusal("draft_changed", 409, "This draft was changed after you looked at it. Read it again."),
        new Refusal("already_escalated", 409, "This draft is escalated already."));

    /// <summary>From five columns behind <c>n</c>.</summary>
    public static Reviewed Read(NpgsqlDataReader row) => new(
        row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.Time(5));

    /// <summary>The refusal, with who did what: <c>{status, version, reviewedBy, reviewedAt}</c>.</summary>
    public RefusalException AsRefusal()
    {
        var refusal = Refusals.All.First(refusal => refusal.Code == Outcome);
        var sentence = By is null || Outcome != "draft_already_reviewed" ? refusal.Sentence : $"{By} was faster: this draft is {Done}.";
        return new RefusalException(Outcome.ToUpperInvariant(), sentence)
        {
            Extensions = Status is null ? null : new Dictionary<string, object?> { ["status"] = Status, ["version"] = Version, ["reviewedBy"] = By, ["reviewedAt"] = At?.ToString("O") },
        };
    }

    private string Done => Status is "SENT" ? "sent already" : "rejected";
}
