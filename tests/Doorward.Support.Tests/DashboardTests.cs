using Doorward.Testing;

namespace Doorward.Support.Tests;

public sealed class DashboardTests
{
    [Fact]
    public async Task The_dashboard_counts_what_was_done_and_the_trail_says_by_whom()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        var message = await agency.Owner.Writes("When?");
        await agency.Owner.Reviews("approveReply(draftId: ID, edited: \"At ten.\")", await agency.Draft(message));
        await agency.Draft(await agency.Owner.Writes("And where?"));

        var stats = (await agency.Owner.Asks("{ dashboardStats(days: 2) { drafts { status count } conversations { status count } throughput { day messages replies approved } medianSecondsToReply oldestWaitingSeconds } }")).Only!;
        stats["drafts"]!.ToJsonString().ShouldBe("""[{"status":"SENT","count":1},{"status":"SUGGESTED","count":1}]""");
        stats["conversations"]!.ToJsonString().ShouldBe("""[{"status":"OPEN","count":2}]""");
        stats["throughput"]!.AsArray().Count.ShouldBe(2);
        stats["throughput"]![0]!["messages"]!.GetValue<int>().ShouldBe(2);
        stats["throughput"]![0]!["approved"]!.GetValue<int>().ShouldBe(1);
        stats["medianSecondsToReply"].ShouldNotBeNull();
        stats["oldestWaitingSeconds"].ShouldNotBeNull();

        var trail = (await agency.Owner.Asks("{ auditTrail(first: 50) { nodes { type actor { name } before after review { action difference } } } }")).Only!["nodes"]!.AsArray();
        var sent = trail.Single(entry => (string?)entry!["type"] == "draft.sent")!;
        ((string?)sent["actor"]!["name"]).ShouldBe("Olga Owner");
        ((string?)sent["before"]!["status"]).ShouldBe("SUGGESTED");
        ((string?)sent["review"]!["action"]).ShouldBe("APPROVED");
        sent["review"]!["difference"].ShouldNotBeNull();
        (await (await agency.Applicant()).Asks("{ auditTrail { nodes { id } } }")).Refusal.ShouldBe("STAFF_ONLY");
        (await agency.Owner.Asks("{ dashboardStats(days: 91) { oldestWaitingSeconds } }")).Refusal.ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task The_trail_goes_back_page_by_page_without_a_hole()
    {
        var agency = await Talk.AgencyWithoutCopilot();
        for (var n = 0; n < 9; n++)
        {
            await agency.Owner.Writes($"{n}");
        }

        var seen = new List<string?>();
        string? after = null;
        do
        {
            var page = (await agency.Owner.Asks("query($after: String) { auditTrail(first: 4, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }", new { after })).Only!;
            seen.AddRange(page["nodes"]!.AsArray().Select(node => (string?)node!["id"]));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string?)page["pageInfo"]!["endCursor"] : null;
        }
        while (after is not null);

        seen.Distinct().Count().ShouldBe(9);
        seen.Count.ShouldBe(9);
    }
}
