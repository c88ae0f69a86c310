using System.Diagnostics;
using System.Text.Json.Nodes;
using Doorward.Platform.Telemetry;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Runs;
using Doorward.Testing;

namespace Doorward.Support.Tests.Copilot;

/// <summary>The copilot with a model, over real HTTP: whatever the model does, the message ends as one draft, and soon.</summary>
public sealed class ModelTests
{
    private const string Ask = "Hello, how much is the deposit?";

    internal static readonly (string, string, string, string)[] Good =
    [
        ("courtesy", "Hello,", "", ""), ("passage", "The deposit is two months' rent.", "K1", Letters.Deposit), ("courtesy", "Kind regards", "", ""),
    ];

    private static readonly (string, string, string, string)[] WrongPrice =
    [
        ("courtesy", "Hello,", "", ""), ("passage", "The deposit is €900.", "K1", Letters.Deposit),
    ];

    [Fact]
    public async Task A_models_answer_with_its_sources_is_suggested()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (_, message) = await letters.Write(Ask, traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        var draft = await letters.Draft(message);

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        ((string?)draft["body"]).ShouldBe("Hello,\n\nThe deposit is two months' rent.\n\nKind regards");
        model.Authorizations.ShouldBe(["Bearer secret-key"]);
        model.Traceparents.ShouldAllBe(traceparent => traceparent.StartsWith("00-0af7651916cd43dd8448eb211c80319c-"));
        var request = model.Asked.Single();
        ((string?)request["response_format"]!["type"]).ShouldBe("json_schema");
        ((bool)request["stream"]!).ShouldBeTrue();
        var run = await letters.Run(message);
        ((string?)run["model"], (int)run["read_tokens"]!, (int)run["written_tokens"]!).ShouldBe(("recorded", 1000, 100));
        run.ToJsonString().ShouldNotContain("secret-key");
        (await letters.Count("SELECT read_tokens + written_tokens FROM support.model_usage WHERE organization_id = $1")).ShouldBe(1100);
    }

    [Fact]
    public async Task What_the_guard_refuses_is_repaired_once_with_its_feedback()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(WrongPrice), RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var draft = await (await Letters.Open(desk)).DraftOf(Ask);

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        ((bool)draft["verdicts"]!["decision"]!["inputs"]!["repaired"]!).ShouldBeTrue();
        var feedback = model.Asked.Last()["messages"]!.AsArray().Last()!;
        ((string?)feedback["content"]).ShouldNotBeNull().ShouldContain("€900");
    }

    [Theory]
    [InlineData("an invented price", "price_not_in_source")]
    [InlineData("a wrong citation", "quote_not_in_document")]
    [InlineData("a source that does not exist", "no_such_passage")]
    public async Task What_fails_twice_goes_to_people_with_the_verdict_and_is_not_in_the_draft(string fault, string code)
    {
        var answer = fault switch
        {
            "an invented price" => WrongPrice,
            "a wrong citation" => [("passage", "The deposit is one month's rent.", "K1", "The deposit is one month's rent.")],
            _ => new[] { ("passage", "The deposit is two months' rent.", "K7", Letters.Deposit) },
        };
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(answer));
        await using var desk = await Letters.DeskWith(model);
        var draft = await (await Letters.Open(desk)).DraftOf(Ask);

        Escalated(draft, "refused_by_guard");
        draft["verdicts"]!["findings"]!.AsArray().Select(finding => (string?)finding!["code"]).ShouldContain(code);
        ((bool)draft["verdicts"]!["grounded"]!).ShouldBeFalse();
        ((string?)draft["body"]).ShouldBe("");
        model.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("malformed JSON", "model_malformed", 1)]
    [InlineData("another form", "model_malformed", 1)]
    [InlineData("a refusal", "model_refused", 1)]
    [InlineData("a cut connection", "model_unavailable", 2)]
    [InlineData("a stream that stops short", "model_unavailable", 2)]
    [InlineData("an error in the stream", "model_unavailable", 2)]
    [InlineData("a garbled chunk", "model_malformed", 1)]
    [InlineData("500", "model_unavailable", 2)]
    [InlineData("429 for a long time", "model_busy", 1)]
    [InlineData("a wrong key", "model_not_allowed", 1)]
    [InlineData("tools without end", "model_malformed", 4)]
    public async Task When_the_model_fails_the_message_goes_to_people_at_once(string fault, string code, int calls)
    {
        await using var model = await RecordedModel.Start(fault switch
        {
            "malformed JSON" => RecordedModel.Says("{\"sentences\": [{\"text\": "),
            "another form" => RecordedModel.Says("""{"answer": "two months"}"""),
            "a refusal" => RecordedModel.Refuses(),
            "a cut connection" => RecordedModel.CutsOff(),
            "a stream that stops short" => RecordedModel.StopsShort(),
            "an error in the stream" => RecordedModel.FailsInTheStream(),
            "a garbled chunk" => RecordedModel.Garbles(),
            "500" => RecordedModel.Fails(500),
            "429 for a long time" => RecordedModel.Fails(429, 3600),
            "a wrong key" => RecordedModel.Fails(401),
            _ => RecordedModel.Calls("search", new { question = "deposit" }),
        });
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (_, message) = await letters.Write(Ask);
        var draft = await letters.Draft(message);

        Escalated(draft, code);
        model.Asked.Count.ShouldBe(calls);
        ((string?)(await letters.Run(message))["outcome"]).ShouldBe(code);
        (await letters.Count("SELECT count(*) FROM events.jobs WHERE organization_id = $1 AND kind = 'copilot.draft'")).ShouldBe(0, "nothing is tried again behind the customer's back");
    }

    [Fact]
    public async Task A_busy_model_is_asked_again_when_it_says_so_if_that_is_soon()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Fails(429, 1), RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var draft = await (await Letters.Open(desk)).DraftOf(Ask);

        ((string?)draft["status"]).ShouldBe("SUGGESTED");
    }

    [Theory]
    [InlineData("silent", "within 1 seconds")]
    [InlineData("endless", "within 2 seconds")]
    public async Task A_model_that_is_too_slow_is_not_waited_for(string how, string says)
    {
        await using var model = await RecordedModel.Start(
            how is "silent" ? (http, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted) : RecordedModel.Trickles());
        await using var desk = await Letters.DeskWith(model, settings => settings with { TimeoutSeconds = 2, FirstTokenSeconds = 1 });
        var draft = await (await Letters.Open(desk)).DraftOf(Ask);

        Escalated(draft, "model_too_slow");
        ((string?)draft["reason"]).ShouldNotBeNull().ShouldContain(says);
        model.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Fails(500));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        for (var n = 0; n < 6; n++)
        {
            Escalated(await letters.DraftOf(Ask), "model_unavailable");
        }

        model.Asked.Count.ShouldBeLessThan(12);
    }

    [Fact]
    public async Task A_server_that_knows_no_schemas_is_asked_for_plain_json()
    {
        await using var model = await RecordedModel.Start(RecordedModel.KnowsNoSchemas(RecordedModel.Drafts(Good)));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);

        ((string?)(await letters.DraftOf(Ask))["status"]).ShouldBe("SUGGESTED");
        ((string?)(await letters.DraftOf(Ask))["status"]).ShouldBe("SUGGESTED");
        model.Asked.Select(request => (string?)request["response_format"]!["type"]).ShouldBe(["json_schema", "json_object", "json_object"]);
    }

    [Fact]
    public async Task A_run_and_a_day_have_their_budgets()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model, settings => settings with { DailyTokens = 4500, AnswerTokens = 200 });
        var letters = await Letters.Open(desk);
        var outcomes = new List<string?>();
        for (var n = 0; n < 8; n++)
        {
            outcomes.Add((string?)(await letters.DraftOf(Ask))["verdicts"]!["decision"]!["code"]);
        }

        outcomes[0].ShouldBe("confident");
        outcomes[^1].ShouldBe("over_budget");
        var others = await Letters.Open(desk);
        ((string?)(await others.DraftOf(Ask))["status"]).ShouldBe("SUGGESTED", "the budget is each agency's own");
    }

    [Fact]
    public async Task A_model_may_look_things_up_for_this_customer_and_for_nobody_else()
    {
        await using var model = await RecordedModel.Start(
            RecordedModel.Calls("my_visits", new { applicant_id = "somebody else" }),
            RecordedModel.Calls("my_visits", new { }),
            RecordedModel.Drafts([("fact", "Your visit is confirmed.", "B1", "")]));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var property = await letters.Agency.Owner.CreatesProperty();
        var (mine, theirs) = (await letters.Agency.Owner.Opens(property, letters.Agency.Tomorrow(0)), await letters.Agency.Owner.Opens(property, letters.Agency.Tomorrow(3)));
        var (maria, herself) = await letters.Applicant("Maria Alves");
        var (_, rui) = await letters.Applicant("Rui Costa");
        await herself.Books(mine.Id);
        await rui.Books(theirs.Id);
        var draft = await letters.DraftOf("Is everything fine with the deposit and all that?", maria);

        ((string?)draft["body"]).ShouldBe("Your visit is confirmed.", draft.ToJsonString());
        var answers = model.Asked.Last()["messages"]!.AsArray().Where(said => (string?)said!["role"] == "tool").Select(said => (string)said!["content"]!).ToList();
        answers[0].ShouldContain("error");
        JsonNode.Parse(answers[1])!["facts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_model_may_offer_free_slots_that_it_looked_up()
    {
        await using var model = await RecordedModel.Start(
            RecordedModel.Calls("free_slots", new { wish = "any time", property = "" }),
            RecordedModel.Drafts([("fact", "A visit to Rua das Flores 12 is possible.", "S1", "")], "S1"));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var slot = await letters.Agency.Owner.Opens(await letters.Agency.Owner.CreatesProperty(), letters.Agency.Tomorrow(0));
        var draft = await letters.DraftOf("I wonder about the deposit. Could I come round?");

        ((string?)draft["offers"]![0]!["slot_id"]).ShouldBe(slot.Id.ToString());
    }

    [Theory]
    [InlineData("CUSTOMER", "newer_message")]
    [InlineData("STAFF", "answered_by_person")]
    public async Task A_message_that_is_overtaken_during_the_call_gets_no_draft(string author, string reason)
    {
        var (asked, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var model = await RecordedModel.Start(RecordedModel.Waits(asked, go.Task, RecordedModel.Drafts(Good)), RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (conversation, first) = await letters.Write(Ask);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var (_, second) = await letters.Write("And when do I pay?", conversation, author: author);
        go.SetResult();
        var run = await letters.Run(first);

        ((string?)run["outcome"]).ShouldBe("superseded");
        (await letters.FindDraft(first)).ShouldBeNull();
        var logged = await letters.Find("SELECT after FROM events.log WHERE organization_id = $1 AND type = 'draft.superseded' AND after->>'message_id' = $2::text", first);
        ((string?)logged!["reason"], (string?)logged["newer_message_id"]).ShouldBe((reason, second.ToString()));
        if (author == "CUSTOMER")
        {
            ((string?)(await letters.Draft(second))["message_id"]).ShouldBe(second.ToString());
        }
    }

    [Fact]
    public async Task A_slow_answer_to_one_holds_up_nobody_else()
    {
        var (asked, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var model = await RecordedModel.Start(RecordedModel.Waits(asked, go.Task, RecordedModel.Drafts(Good)), RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (_, slow) = await letters.Write(Ask);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        ((string?)(await letters.DraftOf(Ask))["status"]).ShouldBe("SUGGESTED");
        (await letters.FindDraft(slow)).ShouldBeNull();
        go.SetResult();
        await letters.Draft(slow);
    }

    [Fact]
    public async Task A_run_can_be_repeated_from_its_record()
    {
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(WrongPrice), RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var draft = await letters.DraftOf(Ask);
        var id = Guid.Parse((string)draft["id"]!);
        var settings = new ModelSettings(model.Url, "recorded", null);
        var replays = new Replays(desk.Database, settings, desk.Clock);

        var recorded = (await replays.Repeat(id, recorded: true, CancellationToken.None)).ShouldNotBeNull();
        recorded.Differences.ShouldBeEmpty();
        recorded.Now.ShouldNotBeNull().ShouldStartWith("SUGGESTED confident");

        var asked = model.Asked.Count;
        model.Then(RecordedModel.Drafts([("passage", "The deposit is paid by bank transfer.", "K1", "It is paid by bank transfer within 5 days of signing the contract.")]));
        var again = (await replays.Repeat(id, recorded: false, CancellationToken.None)).ShouldNotBeNull();
        model.Asked.Count.ShouldBe(asked + 1);
        again.Differences.ShouldContain(line => line.StartsWith("+ [1] The deposit is paid by bank transfer."));
        again.Differences.ShouldContain(line => line.StartsWith("- [2] The deposit is two months' rent."));
        (await replays.Repeat(Guid.CreateVersion7(), true, CancellationToken.None)).ShouldBeNull();
        (await letters.Count("SELECT count(*) FROM support.runs WHERE organization_id = $1")).ShouldBe(1, "a replay stores nothing");
    }

    [Fact]
    public async Task Steps_and_model_calls_are_spans_of_the_messages_trace_without_its_words()
    {
        var spans = new System.Collections.Concurrent.ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DoorwardTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        const string Trace = "1af7651916cd43dd8448eb211c80319c";
        await using var model = await RecordedModel.Start(RecordedModel.Drafts(Good));
        await using var desk = await Letters.DeskWith(model);
        var letters = await Letters.Open(desk);
        var (_, message) = await letters.Write(Ask, traceparent: $"00-{Trace}-b7ad6b7169203331-01");
        await letters.Draft(message);

        (await Eventually.Is(() => Task.FromResult(Mine().Any(span => span.OperationName == "job copilot.draft")), TimeSpan.FromSeconds(60))).ShouldBeTrue();
        Mine().Select(span => span.OperationName).ShouldBe(
            ["job copilot.draft", "copilot triage", "copilot retrieve", "copilot tools", "copilot draft", "copilot guard", "copilot decide", "chat recorded", "batch StoreRun"], ignoreOrder: true);
        string.Concat(Mine().SelectMany(span => span.TagObjects).Select(tag => $"{tag.Key}={tag.Value};")).ShouldNotContain("deposit");

        List<Activity> Mine() => [.. spans.Where(span => span.TraceId.ToHexString() == Trace)];
    }

    private static void Escalated(JsonObject draft, string code)
    {
        ((string?)draft["status"], (string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe(("ESCALATED", code), draft.ToJsonString());
        ((string?)draft["reason"]).ShouldNotBeNullOrEmpty();
    }
}
