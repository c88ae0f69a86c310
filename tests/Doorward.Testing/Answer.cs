using System.Net;
using System.Text.Json.Nodes;

namespace Doorward.Testing;

/// <summary>What came back over HTTP.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public int Code => (int)Status;

    /// <summary>The refusal's stable code; null for a success.</summary>
    public string? Refusal => Code >= 400 ? (string?)Body?["code"] : null;

    /// <summary>The created or shown thing's id: <c>{"slot": {"id": …}}</c>.</summary>
    public Guid Id => Guid.Parse((string)Only["id"]!);

    /// <summary>Its status, or the refusal.</summary>
    public string Outcome => Refusal ?? (string?)Only["status"] ?? "";

    /// <summary>The one thing in the answer.</summary>
    public JsonObject Only => (JsonObject)((JsonObject)Body!).First().Value!;
}
