using System.Text.Json.Nodes;

namespace Doorward.Tests.Contracts;

/// <summary>As much of JSON Schema as the contract of the live connection uses; a keyword it does not know fails the test.</summary>
internal static class Shape
{
    public static IEnumerable<string> Problems(JsonNode? value, JsonNode schema, string at)
    {
        foreach (var (keyword, rule) in schema.AsObject())
        {
            var problem = keyword switch
            {
                "type" => Kinds(rule!).Any(kind => Is(value, kind)) ? null : $"{at} is no {rule}",
                "const" => JsonNode.DeepEquals(value, rule) ? null : $"{at} is not {rule}",
                "enum" => rule!.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? null : $"{at} is none of {rule}",
                "pattern" => System.Text.RegularExpressions.Regex.IsMatch((string)value!, (string)rule!) ? null : $"{at} does not match",
                "format" => value is null || Fits((string)value!, (string)rule!) ? null : $"{at} is no {rule}",
                "required" => rule!.AsArray().Select(name => (string)name!).FirstOrDefault(name => value?.AsObject().ContainsKey(name) != true) is { } missing
                    ? $"{at} has no {missing}" : null,
                "properties" or "description" or "maxLength" or "items" => null,
                _ => $"{at}: the test does not know {keyword}",
            };
            if (problem is not null)
            {
                yield return problem;
            }
        }

        if (value is JsonObject members && schema["properties"] is JsonObject properties)
        {
            foreach (var (name, member) in members)
            {
                // The program's own document may say less only by mistake.
                var problems = properties[name] is { } rule ? Problems(member, rule, $"{at}.{name}") : [$"{at}.{name} is not declared"];
                foreach (var problem in problems)
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<string> Kinds(JsonNode rule) => rule is JsonArray several ? several.Select(kind => (string)kind!) : [(string)rule!];

    private static bool Is(JsonNode? value, string kind) => (kind, value?.GetValueKind()) switch
    {
        ("null", null) => true,
        ("object", System.Text.Json.JsonValueKind.Object) or ("array", System.Text.Json.JsonValueKind.Array) => true,
        ("string", System.Text.Json.JsonValueKind.String) => true,
        ("boolean", System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) => true,
        ("integer" or "number", System.Text.Json.JsonValueKind.Number) => true,
        _ => false,
    };

    private static bool Fits(string text, string format) => format switch
    {
        "uuid" => Guid.TryParse(text, out _),
        "date-time" => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
        _ => false,
    };
}
