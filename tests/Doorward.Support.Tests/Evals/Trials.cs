using System.Text.Json.Nodes;
using Doorward.Support.Evals.Runs;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Evals;

/// <summary>How staff store golden sets and have them tried, over the graph.</summary>
internal static class Trials
{
    public const string Fields = """
        { id goldenSet tier caseCount passedCount setDigest policyDigest knowledgeDigest knowledgeRevision program model readTokens writtenTokens gate gatePassed details beganAt finishedAt
          askedBy { name } scores { measure right of share }
          cases(first: 50) { nodes { number caseId passed message answer intent status code confidence milliseconds verdicts { measure expected came right counts } } } }
        """;

    public static Task<GraphAnswer> Stores(this Person person, string name, params string[] cases) => person.Asks(
        "mutation($name: String!, $text: String!) { storeGoldenSet(name: $name, text: $text) { name caseCount digest storedBy { name } } }",
        new { name, text = string.Join('\n', cases) });

    public static Task<GraphAnswer> AsksToTry(this Person person, string goldenSet, string tier = "ROUTING") => person.Asks(
        "mutation($set: String!, $tier: EvalTier!) { runEvals(goldenSet: $set, tier: $tier) { runId } }", new { set = goldenSet, tier });

    public static Task<GraphAnswer> LooksAtRun(this Person person, Guid run) => person.Asks($"query($id: ID!) {{ evalRun(id: $id) {Fields} }}", new { id = run });

    /// <summary>Has it tried, and waits until the run is there.</summary>
    public static async Task<JsonNode> Tries(this Person person, string goldenSet, string tier = "ROUTING")
    {
        var asked = await person.AsksToTry(goldenSet, tier);
        var run = Guid.Parse((string)(asked.Only ?? throw new InvalidOperationException(asked.Body.ToJsonString()))["runId"]!);
        JsonNode? found = null;
        await Eventually.So("the run is stored", async () => (found = (await person.LooksAtRun(run)).Only) is not null, 60);
        return found!;
    }

    public static Task<EvalReport> Evaluates(this Agency agency, EvalOrder order) =>
        agency.Desk.Services.GetRequiredService<FolderEval>().Run(order with { Organization = order.Organization.Length == 0 ? agency.Slug : order.Organization }, CancellationToken.None);

    public static string? Share(this JsonNode run, string measure) =>
        run["scores"]!.AsArray().FirstOrDefault(score => (string)score!["measure"]! == measure) is { } score ? $"{score["right"]} of {score["of"]}" : null;

    public static JsonNode Case(this JsonNode run, string id) => run["cases"]!["nodes"]!.AsArray().Single(one => (string)one!["caseId"]! == id)!;

    public static JsonNode Verdict(this JsonNode one, string measure) => one["verdicts"]!.AsArray().Single(verdict => (string)verdict!["measure"]! == measure)!;
}
