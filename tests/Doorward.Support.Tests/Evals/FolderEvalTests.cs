using System.Text.Json.Nodes;
using Doorward.Support.Evals.Runs;
using Doorward.Support.Tests.Copilot;
using Doorward.Testing;

namespace Doorward.Support.Tests.Evals;

/// <summary>Evals as the operator of the machine runs them, from files.</summary>
public sealed class FolderEvalTests : IDisposable
{
    private const string Deposit = """{"id": "deposit", "message": "Hello, how much is the deposit?", "expected": {"intent": "payment", "routing": "answered"}}""";
    private const string Dentist = """{"id": "dentist", "message": "Do you know a good dentist near the cathedral?", "expected": {"routing": "escalated"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("doorward-golden-").FullName;

    private EvalOrder Order => new(_folder, "", "routing", "desk", null, null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("routing=1", true)]
    [InlineData("routing=1,intent=1", true)]
    [InlineData("urgency=0", false)] // no case is judged by it, so it is not reached
    public async Task A_gate_holds_where_every_measure_of_it_is_reached(string gate, bool holds)
    {
        Write("set.jsonl", Deposit, Dentist);
        (await (await Letters.Open()).Agency.Evaluates(Order with { Gate = gate })).GatePassed.ShouldBe(holds);
    }

    [Fact]
    public async Task A_run_is_compared_with_the_last_one_of_its_name_and_tier_or_with_the_one_that_is_named()
    {
        var letters = await Letters.Open();
        var agency = letters.Agency;
        Write("set.jsonl", Deposit, Dentist);
        var first = await agency.Evaluates(Order);
        first.Text.ShouldContain("desk, tier routing: 2 of 2 cases passed");
        first.Text.ShouldNotContain("since run");
        var id = Guid.Parse((string)JsonNode.Parse(first.Json)!["run"]!);

        await letters.Publishes("deposits.md", "# Nothing\n\nNothing is known any more.\n");
        Write("set.jsonl", Deposit, """{"id": "new", "message": "Cancel my visit.", "expected": {"intent": "cancel"}}""");
        var second = await agency.Evaluates(Order with { Gate = "routing=0.5" });
        second.Text.ShouldContain($"since run {id}");
        second.Text.ShouldContain("0 newly right, 1 newly wrong, 1 new cases, 1 gone");
        second.Text.ShouldContain("  - deposit\n");
        second.Text.ShouldContain("MISSED");
        var json = JsonNode.Parse(second.Json)!;
        ((string)json["compared_with"]!["run"]!, (bool)json["gate_passed"]!, (int)json["passed"]!).ShouldBe(($"{id}", false, 1));
        ((string)json["knowledge_digest"]!).ShouldNotBe((string)JsonNode.Parse(first.Json)!["knowledge_digest"]!);
        second.Json.ShouldNotContain("how much is the deposit", customMessage: "numbers may go where the set may not");

        await letters.Publishes("deposits.md", $"# Deposits\n\n{Letters.Deposit} It is paid by bank transfer.\n");
        (await agency.Evaluates(Order with { Compare = id })).Text.ShouldContain("0 newly right, 0 newly wrong");
        (await agency.Evaluates(Order)).Text.ShouldContain("0 newly right, 0 newly wrong");
        (await agency.Evaluates(Order with { Tier = "quality" })).Text.ShouldNotContain("since run");
    }

    [Theory]
    [InlineData("--tier speed", "The tier is one of routing, quality, not speed.")]
    [InlineData("--name Front_Desk", "give it another --name")]
    [InlineData("--gate nowhere.json", "is no file, and no thresholds")]
    [InlineData("--gate citations=0.9", "speaks of citations, which the tier routing does not measure")]
    [InlineData("--gate routing=1.2", "not from 0 to 1")]
    [InlineData("--gate routing=x", "is no file, and no thresholds")]
    [InlineData("--organization nobody", "There is no organization nobody.")]
    [InlineData("--compare", "There is no run ")]
    [InlineData("--golden", "There is no such file or folder.")]
    [InlineData("a wrong line", "other.jsonl:2: It expects nothing.")]
    public async Task What_cannot_be_tried_is_said_and_nothing_is_stored(string wrong, string said)
    {
        var agency = await Agency.Open();
        Write("set.jsonl", Deposit);
        var order = wrong.Split(' ') switch
        {
            ["--tier", var tier] => Order with { Tier = tier },
            ["--name", var name] => Order with { Name = name },
            ["--gate", var gate] => Order with { Gate = gate },
            ["--organization", var organization] => Order with { Organization = organization },
            ["--compare"] => Order with { Compare = Guid.CreateVersion7() },
            ["--golden"] => Order with { Golden = Path.Combine(_folder, "nowhere") },
            _ => Order,
        };
        if (wrong == "a wrong line")
        {
            Write("other.jsonl", Dentist, """{"id": "x", "message": "x", "expected": {}}""");
        }

        (await agency.Evaluates(order)).Problems.ShouldHaveSingleItem().ShouldContain(said);
        (await agency.Scalar<long>("SELECT count(*) FROM support.eval_runs WHERE organization_id = @Id")).ShouldBe(0);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        Write("set.jsonl", "{", Deposit, "[]");
        (await (await Agency.Open()).Evaluates(Order with { Tier = "x", Name = "X" })).Problems.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_set_that_came_into_the_knowledge_base_is_not_tried()
    {
        var letters = await Letters.Open();
        await letters.Publishes("faq.md", "# Questions\n\nDo you know a good dentist near the cathedral? No.\n");
        Write("set.jsonl", Deposit, Dentist);
        (await letters.Agency.Evaluates(Order)).Problems.ShouldHaveSingleItem().ShouldStartWith("dentist is not held out: its message stands in faq.md.");
    }

    private void Write(string file, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, file), lines);
}
