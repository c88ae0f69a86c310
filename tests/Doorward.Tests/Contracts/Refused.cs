using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Contracts;

/// <summary>What every no must look like.</summary>
internal static class Refused
{
    private static readonly JsonNode Problem = JsonNode.Parse("""{"$ref": "#/components/schemas/Problem"}""")!;

    /// <summary>A 4xx in the form of a problem, with a code that the contract foresees for this operation and status.</summary>
    public static void ShouldBeRefused(this Answer answer, Operation operation, string what) =>
        answer.WrongRefusals(operation, what).ShouldBeEmpty();

    /// <summary>What is not so; for a test that asks a hundred things and wants to hear of all of them.</summary>
    public static IEnumerable<string> WrongRefusals(this Answer answer, Operation operation, string what)
    {
        var asked = $"{operation}: {what} was answered {answer.Code} {answer.Body?.ToJsonString()}";
        if (answer.Code is < 400 or > 499)
        {
            return [asked];
        }

        if (answer.Headers.GetValueOrDefault("Content-Type") != "application/problem+json")
        {
            return [$"{asked}: no problem, but {answer.Headers.GetValueOrDefault("Content-Type")}"];
        }

        return Schema.Complaints(Problem, answer.Body)
            .Concat(Schema.Undescribed(Problem, answer.Body))
            .Concat((int?)answer.Body!["status"] == answer.Code ? [] : ["another status in the body"])
            .Concat(string.IsNullOrWhiteSpace((string?)answer.Body["error"]) ? ["no sentence in error"] : [])
            .Concat(operation.Codes(answer.Code).Contains(answer.Refusal) ? [] : ["a code that the contract does not foresee"])
            .Select(wrong => $"{asked}: {wrong}");
    }
}
