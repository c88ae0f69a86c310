using Doorward.Support.Tests.Copilot;
using Doorward.Testing;

namespace Doorward.Support.Tests.Evals;

/// <summary>Evals as staff have them run and read them, over the graph: from the stored set through the job to the run.</summary>
public sealed class EvalGraphTests
{
    private const string Deposit = """{"id": "deposit", "message": "Hello, how much is the deposit?", "language": "en", "expected": {"intent": "payment", "routing": "answered", "citations": ["deposits.md"]}}""";
    private const string Dentist = """{"id": "dentist", "message": "Do you know a good dentist near the cathedral?", "expected": {"intent": "other", "routing": "escalated"}}""";
    private const string Wrong = """{"id": "wrong", "message": "Please cancel my visit tomorrow.", "expected": {"intent": "visit", "urgency": "HIGH", "citations": ["deposits.md", "nowhere.md"]}}""";

    [Fact]
    public async Task Staff_store_a_set_have_it_tried_and_read_what_came()
    {
        var agency = (await Letters.Open()).Agency;
        var ana = await agency.Agent();
        var stored = await ana.Stores("front-desk", Deposit, Dentist, Wrong);
        ((int)stored.Only!["caseCount"]!, (string)stored.Only["storedBy"]!["name"]!).ShouldBe((3, "Ana Agent"));
        var run = await ana.Tries("front-desk");

        ((string)run["goldenSet"]!, (string)run["tier"]!, (int)run["caseCount"]!, (int)run["passedCount"]!).ShouldBe(("front-desk", "ROUTING", 3, 2), run.ToJsonString());
        ((string)run["setDigest"]!).ShouldBe((string)stored.Only["digest"]!);
        ((string)run["askedBy"]!["name"]!).ShouldBe("Ana Agent");
        (run["model"], run["gatePassed"], (int)run["readTokens"]!).ShouldBe((null, null, 0));
        foreach (var (measure, share) in new[] { ("intent", "2 of 3"), ("urgency", "0 of 1"), ("language", "1 of 1"), ("routing", "2 of 2"), ("answered", "1 of 1"), ("escalated", "1 of 1"), ("retrieval", "1 of 2"), ("citations", null) })
        {
            run.Share(measure).ShouldBe(share, measure);
        }

        var failed = run.Case("wrong");
        failed["verdicts"]!.AsArray().Select(verdict => $"{verdict!["measure"]}: {verdict["expected"]} / {verdict["came"]}").ShouldBe(
            ["intent: visit / cancel", "urgency: HIGH / NORMAL", "retrieval: deposits.md; nowhere.md / " + (string)failed.Verdict("retrieval")["came"]!]);
        ((string)run.Case("deposit")["answer"]!).ShouldContain(Letters.Deposit);
        ((string)run.Case("dentist")["answer"]!).ShouldBe("");
        run["details"]!["confusions"]!.AsArray().Select(one => $"{one!["expected"]} {one["came"]} {one["cases"]}").ShouldBe(["other other 1", "payment payment 1", "visit cancel 1"]);

        (await agency.Log("golden_set.stored", "evals.requested", "evals.finished")).ShouldBe(["golden_set.stored", "evals.requested", "evals.finished"]);
        var runs = await ana.Asks("{ evalRuns { nodes { id cases(failedOnly: true) { nodes { caseId } } } } }");
        runs.Only!["nodes"]![0]!["cases"]!["nodes"]!.AsArray().Select(one => (string)one!["caseId"]!).ShouldBe(["wrong"]);
        var set = await ana.Asks("{ goldenSets { nodes { name caseCount storedBy { name } } } }");
        set.Only!["nodes"]!.ToJsonString().ShouldBe("""[{"name":"front-desk","caseCount":3,"storedBy":{"name":"Ana Agent"}}]""");
    }

    [Fact]
    public async Task Nothing_is_written_but_the_run()
    {
        var agency = (await Letters.Open()).Agency;
        await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow());
        await agency.Owner.Stores("visits", """{"id": "visit", "message": "Hello, could I view the flat tomorrow?", "expected": {"intent": "visit", "routing": "answered"}}""");
        var run = await agency.Owner.Tries("visits", "QUALITY");

        ((string)run.Case("visit")["answer"]!).ShouldContain("Rua das Flores 12", customMessage: "a slot was offered, as to a customer");
        foreach (var table in new[] { "support.conversations", "support.messages", "support.drafts", "support.runs", "support.model_usage", "visits.bookings" })
        {
            (await agency.Scalar<long>($"SELECT count(*) FROM {table} WHERE organization_id = @Id")).ShouldBe(0, table);
        }

        (await agency.Scalar<long>("SELECT count(*) FROM events.jobs WHERE organization_id = @Id")).ShouldBe(0);
        (await agency.Scalar<string>("SELECT status FROM visits.slots WHERE organization_id = @Id")).ShouldBe("available");
    }

    [Fact]
    public async Task Runs_are_paged_the_newest_first_and_their_cases_in_the_order_of_the_set()
    {
        var agency = await Agency.Open();
        await agency.Owner.Stores("pages", Deposit, Dentist, Wrong);
        var expected = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            expected.Insert(0, (string)(await agency.Owner.Tries("pages"))["id"]!);
        }

        // Two at the same moment: the id decides, and no page skips one of them.
        await agency.Scalar<string?>("UPDATE support.eval_runs SET finished_at = (SELECT max(finished_at) FROM support.eval_runs WHERE organization_id = @Id) WHERE organization_id = @Id RETURNING tier");
        var (seen, after) = (new List<string>(), (string?)null);
        for (var n = 0; n < 3; n++)
        {
            var page = await agency.Owner.Asks("query($after: String) { evalRuns(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }", new { after });
            seen.Add((string)page.Only!["nodes"]![0]!["id"]!);
            ((bool)page.Only["pageInfo"]!["hasNextPage"]!).ShouldBe(n < 2);
            after = (string)page.Only["pageInfo"]!["endCursor"]!;
        }

        seen.ShouldBe(expected);
        const string Cases = "query($id: ID!, $after: String) { evalRun(id: $id) { cases(first: 2, after: $after) { nodes { number caseId } pageInfo { hasNextPage endCursor } } } }";
        var first = (await agency.Owner.Asks(Cases, new { id = seen[0], after = (string?)null })).Only!["cases"]!;
        var second = (await agency.Owner.Asks(Cases, new { id = seen[0], after = (string)first["pageInfo"]!["endCursor"]! })).Only!["cases"]!;
        first["nodes"]!.AsArray().Concat(second["nodes"]!.AsArray()).Select(one => $"{one!["number"]} {one["caseId"]}").ShouldBe(["1 deposit", "2 dentist", "3 wrong"]);
        ((bool)second["pageInfo"]!["hasNextPage"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_else_does_any_of_it_and_another_agency_sees_none_of_it()
    {
        var agency = await Agency.Open();
        var (maria, stranger, other) = (await agency.Applicant(), new Person(agency.Door, null), (await Agency.Open()).Owner);
        await agency.Owner.Stores("ours", Deposit);
        var run = (string)(await agency.Owner.Tries("ours"))["id"]!;
        foreach (var query in new[]
        {
            "{ evalRuns { nodes { id } } }", $"{{ evalRun(id: \"{run}\") {{ id }} }}", "{ goldenSets { nodes { name } } }", "mutation { runEvals(goldenSet: \"ours\") { runId } }",
            "mutation { storeGoldenSet(name: \"theirs\", text: \"x\") { name } }",
        })
        {
            (await maria.Asks(query)).Refusal.ShouldBe("STAFF_ONLY", query);
            (await stranger.Asks(query)).Refusal.ShouldBe("NOT_SIGNED_IN", query);
        }

        (await other.LooksAtRun(Guid.Parse(run))).Only.ShouldBeNull();
        (await other.Asks("{ evalRuns { nodes { id } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
        (await other.Asks("{ goldenSets { nodes { name } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
        (await other.AsksToTry("ours")).Refusal.ShouldBe("NO_SUCH_GOLDEN_SET");
    }

    [Fact]
    public async Task A_set_that_cannot_be_used_or_is_not_held_out_is_not_stored()
    {
        var agency = await Agency.Open();
        var letters = new Letters(agency);
        var refused = await agency.Owner.Stores("Front Desk", Deposit, "{", """{"id": "x"}""");
        refused.Refusal.ShouldBe("GOLDEN_SET_INVALID");
        refused.Error!["extensions"]!["problems"]!.AsArray().Select(problem => (int?)problem!["line"]).Distinct().ShouldBe([null, 2, 3]);

        await agency.Owner.Stores("before", Deposit);
        await letters.Publishes("faq.md", "# Questions\n\nHELLO; how much is  the deposit?\n\nTwo months' rent.\n");
        var leaked = await agency.Owner.Stores("leaked", Deposit, Dentist);
        leaked.Refusal.ShouldBe("NOT_HELD_OUT");
        ((string)leaked.Error!["message"]!).ShouldContain("deposit stands in faq.md");
        (await agency.Owner.Asks("{ goldenSets { nodes { name } } }")).Only!["nodes"]!.ToJsonString().ShouldBe("""[{"name":"before"}]""");
        (await agency.Owner.AsksToTry("before")).Refusal.ShouldBe("NOT_HELD_OUT", "the document came after the set");
    }

    [Fact]
    public async Task A_set_is_stored_in_the_place_of_one_of_its_name()
    {
        var owner = (await Agency.Open()).Owner;
        await owner.Stores("desk", Deposit, Dentist);
        await owner.Stores("desk", Dentist);

        (await owner.Asks("{ goldenSets { nodes { name caseCount } } }")).Only!["nodes"]!.ToJsonString().ShouldBe("""[{"name":"desk","caseCount":1}]""");
        ((int)(await owner.Tries("desk"))["caseCount"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_would_read_too_much_at_once_is_refused_before_it_is_read()
    {
        var owner = (await Agency.Open()).Owner;
        (await owner.Asks("{ evalRuns(first: 100) { nodes { cases(first: 100) { nodes { verdicts { measure } } } } } }")).Refusal.ShouldBe("TOO_COSTLY");
    }
}
