using System.Text.Json.Nodes;

namespace Doorward.Testing;

/// <summary>What came back over GraphQL.</summary>
public sealed record GraphAnswer(JsonNode Body)
{
    /// <summary>The one field that was asked for; null where it was refused.</summary>
    public JsonNode? Only => Body["data"] is JsonObject data ? data.First().Value : null;

    /// <summary>The first error's stable code; null where there is none.</summary>
    public string? Refusal => (string?)Body["errors"]?[0]?["extensions"]?["code"] ?? (string?)Body["code"];

    /// <summary>The first error.</summary>
    public JsonNode? Error => Body["errors"]?[0];

    public Guid Id => Guid.Parse((string)Only!["id"]!);

    public string? this[string field] => (string?)Only?[field];
}
