using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Crashes;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class WelcomeOnceTests(ITestOutputHelper output)
{
    /// <summary>
    /// The fault this system replaces sent one with each device, or none at all. Between a server's "taken" and our note of it nobody can look: there
    /// "once" means one Message-ID, by which the server, and the reader's program, know it again.
    /// </summary>
    [Fact]
    public async Task Killed_at_any_moment_everybody_is_welcomed_with_one_Message_ID_and_nobody_is_forgotten()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        var database = await TestCluster.NewDatabase();
        var settings = new Dictionary<string, string>
        {
            ["DOORWARD_MAIL__SMTP__HOST"] = "127.0.0.1", ["DOORWARD_MAIL__SMTP__PORT"] = $"{server.Port}", ["DOORWARD_MAIL__SMTP__SECURITY"] = "none",
            ["DOORWARD_MAIL__FROM"] = "desk@example.com",
        };
        var names = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            await using var node = await DoorwardProcess.Start(database, settings: settings);
            var agency = await Agency.Open(node);
            var mails = server.Mails.Count;
            for (var n = 0; n < 5; n++)
            {
                var name = $"Agent {round}.{n}";
                var agent = await agency.Agent(name);
                names.Add(name);
                foreach (var platform in new[] { "android", "ios", "web" })
                {
                    (await agent.Post("me/devices", new { platform, push_token = $"{name}-{platform}".Replace(' ', '-') })).Code.ShouldBe(201);
                }
            }

            // In the thick of it: as soon as the server has been given one, two, three … of this round's.
            (await Eventually.Is(() => Task.FromResult(server.Mails.Count > mails + round), TimeSpan.FromSeconds(60))).ShouldBeTrue();
            await node.Kill();
            // What the dead node held would wait for its leases; the database is told that they are over.
            await using var lapse = node.Database.CreateCommand(
                "UPDATE events.jobs SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");
            await lapse.ExecuteNonQueryAsync();
            await using var letGo = node.Database.CreateCommand("UPDATE events.cursors SET lease_until = now() - interval '1 second'");
            await letGo.ExecuteNonQueryAsync();
            if (round % 2 == 1)
            {
                // All that ever happened, once more.
                await using var again = node.Database.CreateCommand("UPDATE events.cursors SET tx = '0', seq = 0 WHERE subscriber = 'accounts.notices'");
                await again.ExecuteNonQueryAsync();
            }
        }

        await using var last = await DoorwardProcess.Start(database, settings: settings);
        await Quiet.Down(last);

        var welcomes = server.Mails.Where(mail => ((string)mail["subject"]!).StartsWith("Welcome", StringComparison.Ordinal)).ToList();
        output.WriteLine($"{welcomes.Count} handed over for {names.Count} people");
        var byName = welcomes.GroupBy(mail => (string)mail["toName"]!).ToDictionary(mails => mails.Key, mails => mails.Select(mail => (string)mail["messageId"]!).Distinct().Count());
        byName.Keys.ShouldBe(names, ignoreOrder: true, "nobody is forgotten");
        byName.ShouldAllBe(person => person.Value == 1);
        await using var states = last.Database.CreateCommand("""
            SELECT count(*) FROM accounts.notice_deliveries d JOIN accounts.notices n ON n.id = d.notice_id
            WHERE n.kind = 'welcome' AND d.channel = 'mail' AND d.state <> 'sent'
            """);
        ((long)(await states.ExecuteScalarAsync())!).ShouldBe(0);
    }
}
