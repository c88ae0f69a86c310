using System.Text.Json;
using Doorward.GraphQL;
using Doorward.Support.Conversations;
using Doorward.Support.Graph;

namespace Doorward.Support.Drafts;

/// <summary>Binds <c>Drafts.graphql</c>.</summary>
internal static class DraftsGraph
{
    public static GraphDefinition BindDrafts(this GraphDefinition graph) => graph
        .Type<Draft>("Draft")
        .Type<Review>("Review")
        .Query("draft", (Guid id, DraftReads drafts, CancellationToken cancellation) => drafts.Find(id, cancellation))
        .Query("drafts", (string? status, int? first, string? after, DraftReads drafts, CancellationToken cancellation) => drafts.List(status, first, after, cancellation))
        .Mutation("approveReply", (Guid draftId, string? edited, int? version, Guid? slotId, Approvals approvals, CancellationToken cancellation) =>
            approvals.Approve(draftId, edited, version, slotId, cancellation))
        .Mutation("rejectReply", (Guid draftId, string? reason, int? version, DraftReviews reviews, CancellationToken cancellation) =>
            reviews.Reject(draftId, reason, version, cancellation))
        .Mutation("escalate", (Guid draftId, string? reason, int? version, DraftReviews reviews, CancellationToken cancellation) =>
            reviews.Escalate(draftId, reason, version, cancellation))
        .Subscription("draftUpdates", DraftUpdates.Follow)
        .Field("Conversation", "drafts", (Conversation conversation, int? first, string? after, DraftReads drafts, CancellationToken cancellation) =>
            drafts.Of(conversation, first, after, cancellation))
        .Field("Message", "draft", (Message message, Viewer viewer, DraftById drafts) =>
            viewer.IsStaff && message.DraftId is { } id ? drafts.Load(id) : Task.FromResult<Draft?>(null))
        .Field("Draft", "conversation", (Draft draft, ConversationById conversations) => conversations.Load(draft.ConversationId))
        .Field("Draft", "message", (Draft draft, MessageById messages) => messages.Load(draft.MessageId))
        .Field("Draft", "sentences", (Draft draft) => Json(draft.Sentences))
        .Field("Draft", "offers", (Draft draft) => Json(draft.Offers))
        .Field("Draft", "verdicts", (Draft draft) => Json(draft.Verdicts))
        .Field("Draft", "reviewedBy", (Draft draft, PersonById people) => people.Of(draft.ReviewedBy))
        .Field("Draft", "reviews", (Draft draft, ReviewsOfDraft reviews) => reviews.Load(draft.Id))
        .Field("Review", "person", (Review review, PersonById people) => people.Of(review.PersonId))
        .Field("Review", "difference", (Review review) => review.Difference is null ? (JsonElement?)null : Json(review.Difference));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
