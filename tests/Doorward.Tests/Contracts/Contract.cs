using System.Text.Json.Nodes;

namespace Doorward.Tests.Contracts;

/// <summary>contracts/openapi.json, as tests read it: what is in it is tested without naming any route.</summary>
internal static class Contract
{
    private static readonly JsonNode Document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "contracts", "openapi.json")))!;

    /// <summary>Every operation, by its id.</summary>
    public static IReadOnlyDictionary<string, Operation> Operations { get; } = (
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation(HttpMethod.Parse(operation.Key), path.Key, operation.Value!.AsObject()))
        .ToDictionary(operation => operation.Id);

    /// <summary>For theories: the ids of the operations that are of interest.</summary>
    public static TheoryData<string> Those(Func<Operation, bool> ofInterest) => [.. Operations.Values.Where(ofInterest).Select(operation => operation.Id)];

    /// <summary>The node itself, or what its $ref points at.</summary>
    public static JsonObject Resolve(JsonNode node)
    {
        if ((string?)node["$ref"] is not { } reference)
        {
            return node.AsObject();
        }

        return reference[2..].Split('/').Aggregate(Document, (at, name) => at[name.Replace("~1", "/").Replace("~0", "~")]!).AsObject();
    }
}
