using System.Text.Json.Nodes;
using Doorward.Demo;
using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.CommandLine;

/// <summary>The golden set of the demo agency, tried by the program itself on an agency that is furnished like it.</summary>
public sealed class EvalTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "src", "Doorward", "Demo", "Golden");

    [Fact]
    public async Task The_demo_agency_passes_its_own_gate_and_the_gate_decides_the_exit_code()
    {
        var agency = await Agency.Open();
        await DemoAgency.Furnish(agency.Desk.Http, agency.Desk.Address, agency.Owner.Token!, agency.Desk.Clock, CancellationToken.None);
        await DemoKnowledge.Import(agency.Desk.Database, agency.Desk.Clock, agency.Slug, CancellationToken.None);
        var database = ("DATABASE_URL", agency.Desk.ConnectionString);
        string[] eval = ["eval", Golden, "--organization", agency.Slug, "--name", "demo"];
        var folder = Directory.CreateTempSubdirectory("doorward-eval-").FullName;
        try
        {
            var json = Path.Combine(folder, "run.json");
            var (code, output, error) = await DoorwardProcess.Run([.. eval, "--gate", Path.Combine(Golden, "gate.json"), "--json", json], database);
            code.ShouldBe(0, output + error);
            output.ShouldContain("The gate holds.");
            var run = JsonNode.Parse(await File.ReadAllTextAsync(json))!;
            ((int)run["cases"]!).ShouldBeGreaterThanOrEqualTo(60);
            ((bool)run["gate_passed"]!, run["model"], run["compared_with"]).ShouldBe((true, null, null));

            (code, output, error) = await DoorwardProcess.Run([.. eval, "--gate", "routing=1,urgency=1", "--compare", (string)run["run"]!], database);
            code.ShouldBe(1, output + error);
            output.ShouldContain("MISSED");
            output.ShouldContain($"since run {run["run"]}");
            output.ShouldContain("0 newly right, 0 newly wrong, 0 new cases, 0 gone", customMessage: "the routing tier is the same every time");

            var set = Path.Combine(folder, "set.jsonl");
            await File.WriteAllTextAsync(set, "{\"id\": \"a\"}\n[]\n");
            (code, _, error) = await DoorwardProcess.Run(["eval", set, "--organization", agency.Slug], database);
            code.ShouldBe(2);
            error.ShouldContain($"{set}:1: A case has a message, or messages.");
            error.ShouldContain($"{set}:2: A case is an object in braces.");
            error.ShouldContain("Nothing was tried.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("eval golden.jsonl")]
    [InlineData("eval --organization x --tier")]
    [InlineData("eval golden.jsonl --organization x --frobnicate")]
    [InlineData("eval golden.jsonl --organization x --compare not-a-guid")]
    public async Task What_it_does_not_understand_is_told_from_a_gate_that_was_missed(string line)
    {
        var (code, _, error) = await DoorwardProcess.Run(line.Split(' '), ("DATABASE_URL", "postgres://x@127.0.0.1:1/x"));
        code.ShouldBe(2, error);
    }
}
