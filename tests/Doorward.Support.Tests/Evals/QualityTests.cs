using System.Text.Json.Nodes;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Tests.Copilot;
using Doorward.Testing;
using Microsoft.AspNetCore.Http;

namespace Doorward.Support.Tests.Evals;

/// <summary>The tier that asks the model, over real HTTP: what it answers well, badly, and not at all.</summary>
public sealed class QualityTests
{
    private static readonly string[] Set =
    [
        """{"id": "right", "message": "Hello, how much is the deposit?", "expected": {"routing": "answered", "citations": ["deposits.md"], "must": ["two months' rent"], "must_not": ["€900"]}}""",
        """{"id": "silent", "message": "Is the deposit paid in cash?", "expected": {"routing": "answered", "citations": ["deposits.md"], "must": ["bank transfer"], "must_not": ["in cash"]}}""",
        """{"id": "invents", "message": "What deposit do you want from me?", "expected": {"must_not": ["€900"]}}""",
        """{"id": "unknown", "message": "When is the deposit due after signing?", "expected": {"routing": "escalated"}}""",
    ];

    [Fact]
    public async Task Citations_words_guard_and_confidence_are_judged_by_what_the_model_wrote()
    {
        await using var model = await RecordedModel.Start(Answers);
        await using var desk = await Letters.DeskWith(model);
        var agency = (await Letters.Open(desk)).Agency;
        await agency.Owner.Stores("quality", Set);
        var run = await agency.Owner.Tries("quality", "QUALITY");

        foreach (var (measure, share) in new[] { ("routing", "2 of 3"), ("citations", "2 of 2"), ("must", "1 of 2"), ("must_not", "3 of 3"), ("guard", "3 of 4"), ("grounded", "3 of 4") })
        {
            run.Share(measure).ShouldBe(share, $"{measure} of {run.ToJsonString()}");
        }

        ((bool)run.Case("right")["passed"]!).ShouldBeTrue();
        ((string)run.Case("silent").Verdict("must")["came"]!).ShouldBe("an answer without \"bank transfer\"");
        var stopped = run.Case("invents");
        ((bool)stopped["passed"]!, (string)stopped["answer"]!, (string)stopped["code"]!).ShouldBe((true, "", "refused_by_guard"), "what the guard stopped lies before nobody");
        ((bool)stopped.Verdict("guard")["right"]!, (bool)stopped.Verdict("guard")["counts"]!).ShouldBe((false, false));

        // Three answers hung on the confidence: one was right, one lacked what it must say, and one should have gone to a person.
        run.Share("calibration").ShouldBe("1 of 3");
        ((string)run["model"]!, (int)run["readTokens"]! > 0).ShouldBe(("recorded", true));
        (await agency.Scalar<long>("SELECT read_tokens + written_tokens FROM support.model_usage WHERE organization_id = @Id"))
            .ShouldBe((int)run["readTokens"]! + (int)run["writtenTokens"]!, "trials are paid from the same budget");
    }

    [Fact]
    public async Task A_model_that_is_down_decides_nothing_and_so_nothing_rightly()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Fails(401));
        await using var desk = await Letters.DeskWith(model);
        var agency = (await Letters.Open(desk)).Agency;
        await agency.Owner.Stores("quality", Set);

        var run = await agency.Owner.Tries("quality", "QUALITY");
        run.Share("routing").ShouldBe("0 of 3");
        ((string)run.Case("unknown").Verdict("routing")["came"]!).ShouldStartWith("failed (model_not_allowed");
        run.Share("calibration").ShouldBeNull();
    }

    [Fact]
    public async Task The_routing_tier_asks_no_model()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Fails(500));
        await using var desk = await Letters.DeskWith(model);
        var agency = (await Letters.Open(desk)).Agency;
        await agency.Owner.Stores("routing", Set);

        var run = await agency.Owner.Tries("routing");
        model.Asked.ShouldBeEmpty();
        (run["model"], run.Share("must")).ShouldBe((null, null));
    }

    private static Task Answers(HttpContext http, JsonNode request)
    {
        var document = JsonNode.Parse((string)request["messages"]![1]!["content"]!)!;
        var answer = (string)document["last_message"]! == "What deposit do you want from me?"
            ? ("passage", "The deposit is €900.", "K1", Letters.Deposit)
            : ("passage", Letters.Deposit, "K1", Letters.Deposit);
        return RecordedModel.Drafts([answer])(http, request);
    }
}
