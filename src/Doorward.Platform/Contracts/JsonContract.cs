using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Platform.Contracts;

/// <summary>
/// What others may send, as a JSON Schema (2020-12): published as it is, and what comes is checked against the same text, so that the two cannot differ.
/// It knows the keywords that <see cref="Keywords"/> has; a schema with another one is a bug and is not loaded.
/// </summary>
public sealed class JsonContract
{
    private static readonly Dictionary<string, Func<JsonElement, JsonElement, JsonElement, string, IEnumerable<ContractProblem>>> Keywords = new(StringComparer.Ordinal)
    {
        ["description"] = (_, _, _, _) => [],
        ["type"] = (_, rule, value, at) => Unless(Names(rule).Any(type => Is(type, value)), "wrong_type", at, $"must be of type {string.Join(" or ", Names(rule))}."),
        ["enum"] = (_, rule, value, at) => Unless(
            value.ValueKind is not JsonValueKind.String || Names(rule).Contains(value.GetString()!), "not_one_of", at, $"must be one of {string.Join(", ", Names(rule))}."),
        ["format"] = (_, rule, value, at) => Unless(value.ValueKind is not JsonValueKind.String || Has(rule.GetString()!, value), "wrong_format", at, $"must be a {rule.GetString()}."),
        ["minLength"] = (_, rule, value, at) => Unless(Length(value) is not { } length || length >= rule.GetInt32(), "too_short", at, $"must have {rule} characters at least."),
        ["maxLength"] = (_, rule, value, at) => Unless(Length(value) is not { } length || length <= rule.GetInt32(), "too_long", at, $"must have {rule} characters at most."),
        ["minimum"] = (_, rule, value, at) => Unless(value.ValueKind is not JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(), "out_of_range", at, $"must be {rule} at least."),
        ["maximum"] = (_, rule, value, at) => Unless(value.ValueKind is not JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(), "out_of_range", at, $"must be {rule} at most."),
        ["maxItems"] = (_, rule, value, at) => Unless(value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() <= rule.GetInt32(), "too_many", at, $"must have {rule} items at most."),
        ["items"] = (_, rule, value, at) => value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().SelectMany((item, n) => Check(rule, item, $"{at}[{n}]")) : [],
        ["required"] = (_, rule, value, at) => value.ValueKind is JsonValueKind.Object
            ? Names(rule).Where(name => !value.TryGetProperty(name, out _)).Select(name => new ContractProblem("missing", $"{at}.{name}", "must be there."))
            : [],
        ["properties"] = (_, rule, value, at) => value.ValueKind is JsonValueKind.Object
            ? rule.EnumerateObject().SelectMany(member => value.TryGetProperty(member.Name, out var own) ? Check(member.Value, own, $"{at}.{member.Name}") : [])
            : [],
        ["additionalProperties"] = (schema, _, value, at) => value.ValueKind is JsonValueKind.Object
            ? value.EnumerateObject().Where(member => !schema.GetProperty("properties").TryGetProperty(member.Name, out _))
                .Select(_ => new ContractProblem("unknown_member", at, "has a member that the contract does not name."))
            : [],
    };

    private readonly JsonElement _schema;

    private JsonContract(JsonElement schema) => _schema = schema;

    /// <summary>For a document that publishes it; a copy of one's own.</summary>
    public JsonObject Schema => JsonNode.Parse(_schema.GetRawText())!.AsObject();

    /// <summary>Reads an embedded schema.</summary>
    /// <exception cref="NotSupportedException">It has a keyword that is not known here.</exception>
    public static JsonContract Read(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new ArgumentException($"{resource} is not embedded.", nameof(resource));
        using var document = JsonDocument.Parse(stream);
        var schema = document.RootElement.Clone();
        Known(schema);
        return new JsonContract(schema);
    }

    /// <summary>All in which a value breaks it; none: it keeps to it.</summary>
    /// <param name="value">What came.</param>
    /// <param name="at">What it is called, for places.</param>
    public IReadOnlyList<ContractProblem> Problems(JsonElement value, string at) => [.. Check(_schema, value, at)];

    private static IEnumerable<ContractProblem> Check(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().SelectMany(rule => Keywords[rule.Name](schema, rule.Value, value, at));

    private static void Known(JsonElement schema)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            if (!Keywords.ContainsKey(rule.Name) || (rule.Name is "additionalProperties" && rule.Value.ValueKind is not JsonValueKind.False))
            {
                throw new NotSupportedException($"The keyword {rule.Name} is not checked here, so a contract must not promise it.");
            }

            foreach (var inner in rule.Name is "items" ? [rule.Value] : rule.Name is "properties" ? rule.Value.EnumerateObject().Select(member => member.Value) : [])
            {
                Known(inner);
            }
        }
    }

    private static IEnumerable<ContractProblem> Unless(bool keeps, string code, string at, string says) => keeps ? [] : [new ContractProblem(code, at, says)];

    private static IEnumerable<string> Names(JsonElement rule) =>
        rule.ValueKind is JsonValueKind.Array ? rule.EnumerateArray().Select(one => one.GetString()!) : [rule.GetString()!];

    private static bool Is(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };

    // The lengths of JSON Schema are characters, not UTF-16 units.
    private static int? Length(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()!.EnumerateRunes().Count() : null;

    private static bool Has(string format, JsonElement value) => format switch
    {
        "uuid" => value.TryGetGuid(out _),
        "date-time" => Http.Rfc3339.TryParse(value.GetString()!, out _),
        _ => throw new NotSupportedException($"The format {format} is not checked here."),
    };
}
