using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>Notices over <c>/ws</c>: told as they are made, and read there.</summary>
[Trait(TestBus.Trait, TestBus.Both)]
public sealed class LiveNoticeTests
{
    [Fact]
    public async Task A_notice_is_told_live_read_live_and_then_delivered_and_is_nobody_elses_to_read()
    {
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Agent("Ana"), await agency.Agent("Rui"));
        await using var live = await LiveClient.Open(agency.Door, ana);
        await live.Ask("subscribe", new { topic = "notices", after = "0-0" });
        var told = (await live.Next("event"))!["payload"]!["event"]!;
        ((string?)told["type"]).ShouldBe("notice.created");
        var id = (string)told["subject"]!;
        (await Deliveries(ana)).ShouldContain("live sent");

        await using var other = await LiveClient.Open(agency.Door, rui);
        var refused = await other.Ask("notice.read", new { notice_id = id });
        ((string?)refused["type"], (string?)refused["payload"]!["code"]).ShouldBe(("error", "no_such_notice"));
        ((long)(await ana.Get("me/notices")).Body!["unread"]!).ShouldBe(1);

        var seen = new List<string?>();
        ((string?)(await live.Ask("notice.read", new { notice_id = id }, Note))["type"]).ShouldBe("done");
        ((string?)(await live.Ask("notice.read", new { notice_id = id }, Note))["type"]).ShouldBe("done", "asking twice is harmless");

        var inbox = (await ana.Get("me/notices")).Body!;
        ((long)inbox["unread"]!).ShouldBe(0);
        inbox["notices"]![0]!["read_at"].ShouldNotBeNull();
        (await Deliveries(ana)).ShouldContain("live delivered");
        while (seen.Count == 0)
        {
            Note((await live.Next("event")).ShouldNotBeNull());
        }

        seen[0].ShouldBe("notice.read");

        void Note(JsonNode envelope) => seen.Add((string?)envelope["payload"]!["event"]!["type"]);
    }

    private static async Task<IReadOnlyList<string>> Deliveries(Person person) =>
        [.. (await person.Get("me/notices")).Body!["notices"]![0]!["deliveries"]!.AsArray().Select(one => $"{(string?)one!["channel"]} {(string?)one["state"]}")];
}
