using System.Globalization;
using System.Text.Json.Nodes;

namespace Doorward.Tests.Contracts;

/// <summary>One operation of the contract.</summary>
internal sealed class Operation(HttpMethod method, string path, JsonObject node)
{
    public HttpMethod Method { get; } = method;

    /// <summary>With its parameters in braces.</summary>
    public string Path { get; } = path;

    public string Id { get; } = (string)node["operationId"]!;

    public bool IsPublic => node["security"]!.AsArray().Count == 0;

    /// <summary>An answer that does not end.</summary>
    public bool IsStream => node["responses"]!["200"]?["content"]?["text/event-stream"] is not null;

    public IEnumerable<JsonObject> Parameters => node["parameters"]?.AsArray().Select(parameter => Contract.Resolve(parameter!)) ?? [];

    public IEnumerable<JsonObject> ParametersIn(string place) => Parameters.Where(parameter => (string?)parameter["in"] == place);

    /// <summary>The schema of the JSON body; null when it takes none.</summary>
    public JsonObject? Body => Media is { } media ? Contract.Resolve(media["schema"]!) : null;

    /// <summary>A copy of the contract's example of a body; null when it takes none.</summary>
    public JsonObject? Example => Media?["example"]!.DeepClone().AsObject();

    /// <summary>The fields of the body, by name.</summary>
    public IEnumerable<(string Name, JsonObject Schema)> Fields =>
        Body?["properties"]?.AsObject().Select(member => (member.Key, Contract.Resolve(member.Value!))) ?? [];

    public bool Requires(string field) => Body?["required"]?.AsArray().Any(name => (string?)name == field) == true;

    /// <summary>The answer of a status; null when the contract knows none.</summary>
    public JsonObject? Answer(int status) =>
        node["responses"]![status.ToString(CultureInfo.InvariantCulture)] is { } answer ? Contract.Resolve(answer) : null;

    /// <summary>The codes of the refusals of a status.</summary>
    public IReadOnlyList<string> Codes(int status) =>
        Answer(status)?["content"]?["application/problem+json"]?["examples"]?.AsObject().Select(example => example.Key).ToList() ?? [];

    private JsonObject? Media => node["requestBody"]?["content"]?["application/json"]?.AsObject();

    public override string ToString() => $"{Method} {Path}";
}
