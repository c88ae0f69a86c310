using Doorward.GraphQL;
using Doorward.Support.Conversations;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Graph;

/// <summary>Binds <c>Visits.graphql</c>: the calendar in the same graph, by the visits part's own queries.</summary>
internal static class VisitsGraph
{
    private const int Most = 100;

    public static GraphDefinition BindVisits(this GraphDefinition graph) => graph
        .Query("freeSlots", FindSlots)
        .Query("properties", (int first, Viewer viewer, PropertyFacts properties, CancellationToken cancellation) =>
            properties.List(viewer.Sight.OrganizationId, Page(first), cancellation))
        .Field("Conversation", "visits", FindVisits);

    private static Task<IReadOnlyList<FreeSlot>> FindSlots(
        Guid? propertyId, DateTimeOffset? from, DateTimeOffset? to, int first, Viewer viewer, FreeSlots slots, TimeProvider time, CancellationToken cancellation)
    {
        var start = from ?? time.GetUtcNow();
        return slots.Find(viewer.Sight.OrganizationId, new FreeSlotsQuestion(propertyId, start, to ?? start.AddDays(60), Page(first), null), cancellation);
    }

    private static async Task<IReadOnlyList<ApplicantsVisit>> FindVisits(
        Conversation conversation, int first, Viewer viewer, VisitsOfApplicant visits, TimeProvider time, CancellationToken cancellation) =>
        conversation.ApplicantId is { } applicant
            ? await visits.Find(viewer.Sight.OrganizationId, applicant, time.GetUtcNow(), Page(first), cancellation)
            : [];

    private static int Page(int first) => first is >= 0 and <= Most
        ? first
        : throw new RefusalException(GraphQLErrorCodes.BadUserInput, $"first must be from 0 to {Most}.");
}
