using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Doorward.Tests.Contracts;

/// <summary>
/// Checks a value against a schema (JSON Schema 2020-12), as much of it as the contract uses. A keyword that it does not know is a complaint,
/// never passed over.
/// </summary>
internal static class Schema
{
    private static readonly HashSet<string> Spoken = ["description", "default", "title", "example"];

    /// <summary>What is wrong, each with its place; empty when the value fits.</summary>
    public static IEnumerable<string> Complaints(JsonNode schema, JsonNode? value, string at = "$")
    {
        var rules = Contract.Resolve(schema);
        return rules.Where(rule => !Spoken.Contains(rule.Key)).SelectMany(rule => Check(rules, rule.Key, rule.Value!, value, at));
    }

    private static IEnumerable<string> Check(JsonObject rules, string keyword, JsonNode rule, JsonNode? value, string at) => keyword switch
    {
        "type" => Unless(TypesOf(rule).Any(type => Is(type, value)), $"{at} is {Kind(value)}, not {rule.ToJsonString()}"),
        "enum" => Unless(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), $"{at} is {value?.ToJsonString()}, none of {rule.ToJsonString()}"),
        "format" => Unless(TextOf(value) is not { } text || HasFormat((string)rule!, text), $"{at} is no {rule}: {value?.ToJsonString()}"),
        "pattern" => Unless(TextOf(value) is not { } text || Regex.IsMatch(text, (string)rule!), $"{at} does not match {rule}"),
        "maxLength" => Unless(TextOf(value) is not { } text || text.EnumerateRunes().Count() <= (int)rule, $"{at} is longer than {rule}"),
        "minLength" => Unless(TextOf(value) is not { } text || text.EnumerateRunes().Count() >= (int)rule, $"{at} is shorter than {rule}"),
        "minimum" => Unless(NumberOf(value) is not { } number || number >= (decimal)rule, $"{at} is less than {rule}"),
        "maximum" => Unless(NumberOf(value) is not { } number || number <= (decimal)rule, $"{at} is more than {rule}"),
        "required" => value is JsonObject members
            ? rule.AsArray().Where(name => !members.ContainsKey((string)name!)).Select(name => $"{at}.{name} is missing")
            : [],
        "properties" => value is JsonObject members
            ? rule.AsObject().Where(field => members.ContainsKey(field.Key))
                .SelectMany(field => Complaints(field.Value!, members[field.Key], $"{at}.{field.Key}"))
            : [],
        // Open in the contract, so that members can be added; a test of this program still wants to hear of one that is not described.
        "additionalProperties" when rule is JsonValue => [],
        "additionalProperties" => value is JsonObject members ? members.SelectMany(member => Complaints(rule, member.Value, $"{at}.{member.Key}")) : [],
        "oneOf" => Unless(
            rule.AsArray().Count(one => !Complaints(one!, value, at).Any()) == 1, $"{at} is not exactly one of {rule.ToJsonString()}: {value?.ToJsonString()}"),
        "items" => value is JsonArray items ? items.SelectMany((item, i) => Complaints(rule, item, $"{at}[{i}]")) : [],
        _ => [$"{at}: this test does not know the keyword {keyword}: teach Schema.cs"],
    };

    /// <summary>The members that the schema does not describe.</summary>
    public static IEnumerable<string> Undescribed(JsonNode schema, JsonNode? value, string at = "$")
    {
        var rules = Contract.Resolve(schema);
        return value switch
        {
            not null when rules["oneOf"] is JsonArray choices => choices.Where(one => !Complaints(one!, value, at).Any()).SelectMany(one => Undescribed(one!, value, at)),
            JsonObject members when rules["properties"] is JsonObject fields => members.SelectMany(member => fields[member.Key] is { } field
                ? Undescribed(field, member.Value, $"{at}.{member.Key}")
                : [$"{at}.{member.Key} is not described"]),
            JsonArray items when rules["items"] is { } each => items.SelectMany((item, i) => Undescribed(each, item, $"{at}[{i}]")),
            _ => [],
        };
    }

    private static IEnumerable<string> Unless(bool fits, string complaint) => fits ? [] : [complaint];

    private static IEnumerable<string> TypesOf(JsonNode rule) => rule is JsonArray several ? several.Select(type => (string)type!) : [(string)rule!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("null", null or JsonValueKind.Null) => true,
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("object", JsonValueKind.Object) => true,
        ("array", JsonValueKind.Array) => true,
        ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => NumberOf(value) is { } number && number == decimal.Truncate(number),
        _ => false,
    };

    private static string Kind(JsonNode? value) => value?.GetValueKind().ToString() ?? "null";

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String ? (string)value! : null;

    private static decimal? NumberOf(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static bool HasFormat(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _) && !text.Any(char.IsAsciiLetterUpper),
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$") && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "email" => text.Contains('@'),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "int32" => true,
        _ => false,
    };
}
