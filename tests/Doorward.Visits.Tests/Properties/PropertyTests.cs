using Doorward.Testing;
using Doorward.Visits.Tests.Slots;

namespace Doorward.Visits.Tests.Properties;

public sealed class PropertyTests
{
    [Fact]
    public async Task A_property_is_created_shown_renamed_and_archived()
    {
        var agency = await Agency.Open();
        var id = await agency.Owner.CreatesProperty();

        var renamed = await agency.Owner.Patch($"properties/{id}", new { name = "Casa do Mirante" });
        renamed.Code.ShouldBe(200);
        ((string?)renamed.Only["name"]).ShouldBe("Casa do Mirante");
        ((string?)renamed.Only["time_zone"]).ShouldBe("Europe/Lisbon", "what is left out stays");
        (await agency.Owner.Patch($"properties/{id}", new { })).Code.ShouldBe(200);

        (await agency.Owner.Delete($"properties/{id}")).Code.ShouldBe(204);
        (await agency.Owner.Delete($"properties/{id}")).Code.ShouldBe(204);
        (await agency.Owner.Patch($"properties/{id}", new { name = "x" })).Outcome.ShouldBe("property_archived");
        (await agency.Owner.Opens(id, agency.Tomorrow())).Outcome.ShouldBe("property_archived");
        (await agency.Owner.Get("properties")).Body!["properties"]!.AsArray().Count.ShouldBe(0);
        (await agency.Owner.Get("properties?archived=true")).Body!["properties"]!.AsArray().Count.ShouldBe(1);
        (await SlotTests.Log(agency, id)).ShouldBe(["property.created", "property.changed", "property.archived"]);
    }

    [Fact]
    public async Task Its_time_zone_must_exist()
    {
        var agency = await Agency.Open();

        var answer = await agency.Owner.Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lissabon" });

        answer.Code.ShouldBe(422);
        answer.Body!["errors"]!["time_zone"]!.ToJsonString().ShouldContain("IANA");
    }

    [Fact]
    public async Task Parallel_viewings_cannot_end_while_slots_overlap()
    {
        var agency = await Agency.Open();
        var property = await agency.Owner.CreatesProperty(parallel: true);
        await agency.Owner.Opens(property, agency.Tomorrow());
        var second = (await (await agency.Agent()).Opens(property, agency.Tomorrow())).Id;

        (await agency.Owner.Patch($"properties/{property}", new { allows_parallel_viewings = false })).Outcome.ShouldBe("viewings_overlap");
        await agency.Owner.CancelsSlot(second);
        (await agency.Owner.Patch($"properties/{property}", new { allows_parallel_viewings = false })).Code.ShouldBe(200);
        (await (await agency.Agent()).Opens(property, agency.Tomorrow())).Outcome.ShouldBe("property_busy");
    }

    [Fact]
    public async Task The_same_key_creates_one_property()
    {
        var agency = await Agency.Open();
        var body = new { name = "Casa", address = "Lisboa", time_zone = "Europe/Lisbon" };

        var first = await agency.Owner.Post("properties", body, "k");
        var again = await agency.Owner.Post("properties", body, "k");
        var other = await agency.Owner.Post("properties", body with { name = "Other" }, "k");

        again.Body!.ToJsonString().ShouldBe(first.Body!.ToJsonString());
        other.Outcome.ShouldBe("idempotency_key_reused");
        (await agency.Owner.Post("properties", body, "not a key")).Code.ShouldBe(422);
    }
}
