using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>Who looks at a booking, on whichever node.</summary>
public sealed class PresenceTests
{
    [Fact]
    public async Task Staff_see_who_else_looks_and_everybody_sees_that_somebody_types()
    {
        await using var here = await Desk.Open();
        await using var there = await Desk.Open(here.ConnectionString);
        var agency = await Agency.Open(here);
        var (agent, maria) = (await agency.Agent(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var booking = (await maria.Books((await agency.Owner.Opens(property, agency.Tomorrow())).Id)).Id;
        var topic = $"booking:{booking}";
        await using var owner = await LiveClient.Open(here, agency.Owner);
        await using var colleague = await LiveClient.Open(there, agent);
        await using var applicant = await LiveClient.Open(there, maria);

        await owner.Ask("presence", new { topic });
        PeopleIn(await owner.Next("presence")).ShouldBe(1);
        await colleague.Ask("presence", new { topic });
        PeopleIn(await owner.Next("presence")).ShouldBe(2);
        await applicant.Ask("presence", new { topic });
        PeopleIn(await owner.Next("presence")).ShouldBe(3);

        await owner.Ask("typing", new { topic });
        var toApplicant = (await applicant.Next()).ShouldNotBeNull();
        ((string?)toApplicant["type"]).ShouldBe("typing", "an applicant is not told who of the staff reads them");
        toApplicant["payload"]!["person_id"].ShouldBeNull();
        ((string?)(await colleague.Next("typing"))!["payload"]!["person_id"]).ShouldNotBeNull();

        colleague.Cut();
        PeopleIn(await owner.Next("presence")).ShouldBe(2);
        await applicant.Ask("presence", new { topic, here = false });
        PeopleIn(await owner.Next("presence")).ShouldBe(1);
        await using var log = here.Database.CreateCommand("SELECT count(*) FROM events.log WHERE type LIKE '%presen%' OR type LIKE '%typ%'");
        ((long)(await log.ExecuteScalarAsync())!).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_is_present_or_types_where_they_may_not_look()
    {
        var agency = await Agency.Open();
        var (maria, tiago) = (await agency.Applicant(), await agency.Applicant("Tiago"));
        var property = await agency.Owner.CreatesProperty();
        var booking = (await maria.Books((await agency.Owner.Opens(property, agency.Tomorrow())).Id)).Id;
        await using var stranger = await LiveClient.Open(agency.Door, tiago);
        ((string?)(await stranger.Ask("presence", new { topic = $"booking:{booking}" }))["payload"]!["code"]).ShouldBe("no_such_topic");
        ((string?)(await stranger.Ask("typing", new { topic = $"booking:{booking}" }))["payload"]!["code"]).ShouldBe("not_present");
        ((string?)(await stranger.Ask("presence", new { topic = "bookings" }))["payload"]!["code"]).ShouldBe("topic_not_keyed");
    }

    [Fact]
    public async Task A_node_that_dies_takes_its_people_with_it()
    {
        var database = await TestCluster.NewDatabase();
        await using var here = await Desk.Open(database);
        await using var other = await DoorwardProcess.Start(database);
        var agency = await Agency.Open(here);
        var (agent, maria) = (await agency.Agent(), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var topic = $"booking:{(await maria.Books((await agency.Owner.Opens(property, agency.Tomorrow())).Id)).Id}";
        await using var owner = await LiveClient.Open(here, agency.Owner);
        await owner.Ask("presence", new { topic });
        PeopleIn(await owner.Next("presence")).ShouldBe(1);
        await using var colleague = await LiveClient.Open(other, agent);
        await colleague.Ask("presence", new { topic });
        PeopleIn(await owner.Next("presence")).ShouldBe(2);

        await other.Kill();

        PeopleIn(await owner.Next(60)).ShouldBe(1);
    }

    private static int PeopleIn(JsonNode? presence) => presence!["payload"]!["people"]!.AsArray().Count;
}
