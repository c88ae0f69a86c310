using Doorward.Testing;
using Npgsql;

namespace Doorward.Visits.Tests;

public sealed class StaffTests
{
    [Fact]
    public async Task Who_has_left_the_agency_changes_nothing_more_even_while_their_token_is_still_remembered()
    {
        var agency = await Agency.Open();
        var agent = await agency.Agent();
        var property = await agent.CreatesProperty();
        var slot = (await agent.Opens(property, agency.Tomorrow())).Id;

        // Straight into the table, so that no event empties the memory of callers: the statements must look by themselves.
        await using (var leave = agency.Desk.Database.CreateCommand(
            "UPDATE accounts.members SET left_at = now() WHERE organization_id = $1 AND role = 'agent'"))
        {
            leave.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
            await leave.ExecuteNonQueryAsync();
        }

        (await agent.Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lisbon" })).Outcome.ShouldBe("no_longer_staff");
        (await agent.Patch($"properties/{property}", new { name = "x" })).Outcome.ShouldBe("no_longer_staff");
        (await agent.Delete($"properties/{property}")).Outcome.ShouldBe("no_longer_staff");
        (await agent.Opens(property, agency.Tomorrow(2))).Outcome.ShouldBe("no_longer_staff");
        (await agent.CancelsSlot(slot)).Outcome.ShouldBe("no_longer_staff");
        (await agent.Post("applicants", new { external_id = "x", name = "X", email = "x@example.com", risk_level = "LOW" })).Outcome.ShouldBe("no_longer_staff");

        (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe("available");
        (await agency.Owner.Get("applicants")).Body!["applicants"]!.AsArray().Count.ShouldBe(0);
        (await agency.Owner.Get("properties")).Body!["properties"]!.AsArray().Count.ShouldBe(1);
    }
}
