using System.Text.Json.Nodes;

namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Results in a form that two implementations can agree on: wording aside.</summary>
public static class Comparable
{
    /// <summary>Where values come later, the order of errors is left open, and so are errors of what became null meanwhile.</summary>
    public static string Result(JsonObject ours, bool isAsync) => Shown(
        ours.ContainsKey("data"), ours["data"],
        ours["errors"]?.AsArray().Select(e => (
            Places: e!["locations"]?.AsArray().Select(l => $"{l!["line"]}:{l["column"]}") ?? [],
            Path: e["path"] as JsonArray)) ?? [],
        isAsync);

    public static string Reference(JsonObject theirs, bool isAsync) => Shown(
        theirs.ContainsKey("data"), theirs["data"],
        theirs["errors"]!.AsArray().Select(e => (e!["locations"]!.AsArray().Select(l => (string)l!), e["path"] as JsonArray)),
        isAsync);

    /// <summary>The schema without its own introspection types, whose descriptions and newest members are each one's own.</summary>
    public static string Introspection(JsonNode data)
    {
        var schema = data["__schema"]!.DeepClone().AsObject();
        var types = schema["types"]!.AsArray().Select(t => t!.DeepClone()).Where(t => !((string)t["name"]!).StartsWith("__")).ToList();
        foreach (var type in types.Where(t => (string)t["name"]! is "Int" or "Float" or "String" or "Boolean" or "ID"))
        {
            type["description"] = null;
        }

        var directives = schema["directives"]!.AsArray().Select(d => d!.DeepClone()).ToList();
        foreach (var directive in directives)
        {
            var locations = directive["locations"]!.AsArray().Select(l => (string)l!).Where(l => l != "DIRECTIVE_DEFINITION");
            directive["locations"] = new JsonArray([.. locations.Select(l => JsonValue.Create(l))]);
            if ((string)directive["name"]! is "skip" or "include" or "deprecated" or "specifiedBy" or "oneOf")
            {
                directive["description"] = null;
                foreach (var argument in directive["args"]!.AsArray())
                {
                    argument!["description"] = null;
                }
            }
        }

        schema["types"] = new JsonArray([.. types.OrderBy(t => (string)t["name"]!, StringComparer.Ordinal)]);
        schema["directives"] = new JsonArray([.. directives.OrderBy(d => (string)d["name"]!, StringComparer.Ordinal)]);
        return Sorted(schema)!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>The first lines in which two texts differ, with those before them.</summary>
    public static string? FirstDifference(string mine, string theirs)
    {
        var (a, b) = (mine.Split('\n'), theirs.Split('\n'));
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }

        return i == a.Length && i == b.Length ? null
            : $"after: {string.Join('\n', a[Math.Max(0, i - 6)..i])}\nours: {a.ElementAtOrDefault(i)}\ntheirs: {b.ElementAtOrDefault(i)}";
    }

    private static string Shown(bool hasData, JsonNode? data, IEnumerable<(IEnumerable<string> Places, JsonArray? Path)> errors, bool isAsync)
    {
        var shown = errors.Select(e => $"{e.Path?.ToJsonString()} at {string.Join(' ', e.Places)}").ToList();
        if (isAsync)
        {
            shown = [.. errors.Where(e => !hasData || !IsGone(data, e.Path)).Select(e => $"{e.Path?.ToJsonString()} at {string.Join(' ', e.Places)}").Order(StringComparer.Ordinal)];
        }

        return $"{(hasData ? data?.ToJsonString() ?? "null" : "no data")} | {string.Join(" | ", shown)}";
    }

    // Whether the error lies below a null that is not its own.
    private static bool IsGone(JsonNode? data, JsonArray? path)
    {
        for (var i = 0; i < (path?.Count ?? 0) - 1; i++)
        {
            data = data switch
            {
                JsonObject o => o[(string)path![i]!],
                JsonArray a => a[(int)path![i]!],
                _ => null,
            };
        }

        return data is null;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
