using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>Two processes on one database.</summary>
public sealed class TwoProcessesTests
{
    [Fact]
    public async Task A_client_of_one_sees_what_the_other_did_and_goes_on_there_when_the_first_is_killed()
    {
        var database = await TestCluster.NewDatabase();
        await using var first = await DoorwardProcess.Start(database);
        await using var second = await DoorwardProcess.Start(database);
        var agency = await Agency.Open(first);
        await using var client = await LiveClient.Open(second, agency.Owner);
        await client.Ask("subscribe", new { topic = "properties" });

        var property = await agency.Owner.CreatesProperty();
        var told = (await client.Next("event"))!["payload"]!;
        ((string?)told["event"]!["subject"]).ShouldBe(property.ToString());

        await second.Kill();
        while (await client.Next() is not null)
        {
        }

        var missed = await agency.Owner.CreatesProperty();
        await using var again = await LiveClient.Open(first, agency.Owner);
        await again.Ask("subscribe", new { topic = "properties", after = (string?)told["cursor"] });
        ((string?)(await again.Next("event"))!["payload"]!["event"]!["subject"]).ShouldBe(missed.ToString());
    }
}
