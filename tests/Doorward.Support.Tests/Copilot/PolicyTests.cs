using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Support.Tests.Copilot;

/// <summary>An agency decides what its copilot may and may not do.</summary>
public sealed class PolicyTests
{
    private const string Fields = "{ version policy changedBy { name } changedAt }";

    [Fact]
    public async Task An_owner_changes_the_policy_and_the_next_message_is_held_to_it_and_says_so()
    {
        var letters = await Letters.Open();
        var owner = letters.Agency.Owner;
        var own = await owner.Asks($"{{ copilotPolicy {Fields} }}");
        ((int)own.Only!["version"]!).ShouldBe(0);
        var first = await letters.Write("How much is the deposit?");
        ((string?)(await letters.Draft(first.Message))["verdicts"]!["decision"]!["code"]).ShouldBe("confident");

        var policy = own.Only["policy"]!.DeepClone().AsObject();
        policy["to_people"] = new JsonArray("payment");
        var changed = await Change(owner, policy, version: 0);

        ((int)changed.Only!["version"]!).ShouldBe(1);
        ((string?)changed.Only["changedBy"]!["name"]).ShouldBe("Olga Owner");
        var second = await letters.Write("How much is the deposit?");
        var draft = await letters.Draft(second.Message);
        ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe("policy_payment");
        ((int)draft["verdicts"]!["decision"]!["policy_version"]!).ShouldBe(1);
        ((int?)(await letters.Run(first.Message))["policy_version"]).ShouldBeNull("the program's own");
        ((int?)(await letters.Run(second.Message))["policy_version"]).ShouldBe(1);

        // Other agencies are not touched by it.
        var others = await Letters.Open();
        ((string?)(await others.DraftOf("How much is the deposit?"))["verdicts"]!["decision"]!["code"]).ShouldBe("confident");
    }

    [Fact]
    public async Task Every_version_is_kept_and_who_changed_what_is_in_the_audit_trail()
    {
        var agency = await Agency.Open();
        await Change(agency.Owner, new JsonObject { ["threshold"] = 0.7 });
        await Change(agency.Owner, new JsonObject { ["threshold"] = 0.8 });

        ((double)(await agency.Owner.Asks($"{{ copilotPolicy(version: 1) {Fields} }}")).Only!["policy"]!["threshold"]!).ShouldBe(0.7);
        var now = (await agency.Owner.Asks($"{{ copilotPolicy {Fields} }}")).Only!;
        ((int)now["version"]!, (double)now["policy"]!["threshold"]!).ShouldBe((2, 0.8));
        now["policy"]!["forbidden"]!.AsArray().Count.ShouldBeGreaterThan(3, "what is left out is the program's own");
        (await agency.Owner.Asks($"{{ copilotPolicy(version: 3) {Fields} }}")).Only.ShouldBeNull();

        var trail = (await agency.Owner.Asks("{ auditTrail(first: 10) { nodes { type actor { name } before after } } }")).Only!["nodes"]!.AsArray()
            .Where(entry => (string?)entry!["type"] == "copilot_policy.changed").ToList();
        trail.Select(entry => ((string?)entry!["actor"]!["name"], (int)entry["before"]!["version"]!, (int)entry["after"]!["version"]!))
            .ShouldBe([("Olga Owner", 1, 2), ("Olga Owner", 0, 1)]);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_one_is_told()
    {
        var agency = await Agency.Open();
        await Change(agency.Owner, new JsonObject { ["threshold"] = 0.7 });

        var both = await Task.WhenAll(
            Change(agency.Owner, new JsonObject { ["threshold"] = 0.8 }, version: 1), Change(agency.Owner, new JsonObject { ["threshold"] = 0.9 }, version: 1));

        both.Select(answer => answer.Refusal).Order().ShouldBe([null, "POLICY_CHANGED_MEANWHILE"]);
        ((int)(await agency.Owner.Asks($"{{ copilotPolicy {Fields} }}")).Only!["version"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Only_an_owner_changes_it_and_customers_do_not_see_it()
    {
        var agency = await Agency.Open();
        var (ana, maria) = (await agency.Agent(), await agency.Applicant());

        (await Change(ana, new JsonObject())).Refusal.ShouldBe("OWNERS_ONLY");
        (await ana.Asks($"{{ copilotPolicy {Fields} }}")).Only.ShouldNotBeNull();
        (await Change(maria, new JsonObject())).Refusal.ShouldBe("STAFF_ONLY");
        (await maria.Asks($"{{ copilotPolicy {Fields} }}")).Refusal.ShouldBe("STAFF_ONLY");
        (await agency.Log("copilot_policy.changed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once_and_nothing_is_changed()
    {
        var agency = await Agency.Open();
        var refused = await Change(agency.Owner, JsonNode.Parse("""
            {
              "treshold": 0.5, "threshold": 7, "most_characters": 10.5, "hold_hours": "a day", "to_people": ["payments", 3], "urgent_to_people": "repairs",
              "forbidden": [
                {"code": "No Spaces", "says": "", "phrases": [], "unless_fact": "weather"},
                {"code": "twice", "says": "x", "phrases": ["* * *", "in*between", "fine*"]},
                {"code": "twice", "phrases": ["x"], "extra": 1},
                "nothing"
              ],
              "tone": ["ok", ""]
            }
            """)!);

        refused.Refusal.ShouldBe("POLICY_INVALID");
        refused.Error!["extensions"]!["problems"]!.AsArray().Select(problem => (string)problem!["path"]!).ShouldBe(
            [
                "treshold", "threshold", "most_characters", "hold_hours", "to_people[0]", "to_people[1]", "urgent_to_people", "forbidden[0].code", "forbidden[0].says",
                "forbidden[0].phrases", "forbidden[0].unless_fact", "forbidden[1].phrases[0]", "forbidden[1].phrases[1]", "forbidden[2].extra", "forbidden[2].says",
                "forbidden[3]", "forbidden", "tone[1]",
            ], ignoreOrder: true);
        (await Change(agency.Owner, new JsonArray())).Refusal.ShouldBe("POLICY_INVALID");
        ((int)(await agency.Owner.Asks($"{{ copilotPolicy {Fields} }}")).Only!["version"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Phrases_may_be_written_as_people_write_them()
    {
        var letters = await Letters.Open();
        var policy = JsonNode.Parse("""{"forbidden": [{"code": "no_transfers", "says": "Say nothing of transfers.", "phrases": ["BANK   Transfér"]}]}""")!;
        var changed = await Change(letters.Agency.Owner, policy);
        ((string?)changed.Only!["policy"]!["forbidden"]![0]!["phrases"]![0]).ShouldBe("bank transfer");
    }

    private static Task<GraphAnswer> Change(Person person, JsonNode policy, int? version = null) => person.Asks(
        $"mutation($policy: JSON!, $version: Int) {{ changeCopilotPolicy(policy: $policy, version: $version) {Fields} }}", new { policy, version });
}
