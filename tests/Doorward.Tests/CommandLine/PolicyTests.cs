using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.CommandLine;

/// <summary>The copilot's policy as a file that is shown, edited and set.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task A_policy_is_shown_edited_and_set_and_what_is_wrong_with_it_is_told()
    {
        var agency = await Agency.Open();
        var database = ("DATABASE_URL", agency.Desk.ConnectionString);
        var folder = Directory.CreateTempSubdirectory("doorward-policy-").FullName;
        var file = Path.Combine(folder, "policy.json");
        try
        {
            var (code, output, error) = await DoorwardProcess.Run(["policy", "show", "--organization", agency.Slug], database);
            code.ShouldBe(0, error);
            var policy = JsonNode.Parse(output)!;
            policy["threshold"] = 0.75;
            await File.WriteAllTextAsync(file, policy.ToJsonString());

            (code, output, error) = await DoorwardProcess.Run(["policy", "set", file, "--organization", agency.Slug], database);
            code.ShouldBe(0, error);
            output.ShouldContain("Version 1 holds from now on.");
            var now = (await agency.Owner.Asks("{ copilotPolicy { version policy changedBy { name } } }")).Only!;
            ((int)now["version"]!, (double)now["policy"]!["threshold"]!, now["changedBy"]).ShouldBe((1, 0.75, null));

            await File.WriteAllTextAsync(file, """{"threshold": 2, "tone": "polite"}""");
            (code, _, error) = await DoorwardProcess.Run(["policy", "set", file, "--organization", agency.Slug], database);
            code.ShouldBe(1);
            error.ShouldContain("policy.json: threshold must be a number from 0 to 1.");
            error.ShouldContain("policy.json: tone must be a list.");
            error.ShouldContain("Nothing was changed.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
