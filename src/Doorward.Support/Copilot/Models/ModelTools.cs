using System.Text.Json;
using System.Text.Json.Nodes;
using Doorward.Support.Copilot.Drafting;

namespace Doorward.Support.Copilot.Models;

/// <summary>
/// The tools that a model may call, read-only. None takes a customer or an agency: the lookups were made for those of this conversation.
/// Arguments are checked; wrong ones are answered with what is wrong.
/// </summary>
internal static class ModelTools
{
    private const int LongestArgument = 300;
    private const int MostCallsInARound = 4;

    public static JsonArray Declared => JsonNode.Parse("""
        [{"type":"function","function":{"name":"free_slots","description":"Free times at which a property can be visited, near a wish.","strict":true,"parameters":{"type":"object","additionalProperties":false,
            "required":["wish","property"],"properties":{"wish":{"type":"string","description":"When, in the customer's words: Saturday morning; 24 November after 5pm. Empty: any time."},
            "property":{"type":"string","description":"The property's name; empty: the one that the conversation speaks of, or any."}}}}},
         {"type":"function","function":{"name":"my_visits","description":"This customer's visits that are to come.","strict":true,"parameters":{"type":"object","additionalProperties":false,"required":[],"properties":{}}}},
         {"type":"function","function":{"name":"property_facts","description":"What the agency's calendar knows of a property.","strict":true,"parameters":{"type":"object","additionalProperties":false,
            "required":["property"],"properties":{"property":{"type":"string","description":"The property's name."}}}}},
         {"type":"function","function":{"name":"search","description":"Passages of the agency's documents.","strict":true,"parameters":{"type":"object","additionalProperties":false,
            "required":["question"],"properties":{"question":{"type":"string","description":"What to look for."}}}}}]
        """)!.AsArray();

    /// <summary>Runs the calls of a completion, adds them and their answers to the conversation, and gives the evidence with what they found.</summary>
    public static async Task<Evidence> Run(Completion completion, JsonArray conversation, DraftRequest request, Evidence evidence, CancellationToken cancellation)
    {
        var calls = completion.ToolCalls.Take(MostCallsInARound).ToList();
        conversation.Add(new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = completion.Raw.Length == 0 ? null : completion.Raw,
            ["tool_calls"] = new JsonArray([.. calls.Select(call => new JsonObject
            {
                ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
            })]),
        });
        foreach (var call in calls)
        {
            var before = evidence;
            JsonNode said;
            try
            {
                evidence = await Call(call, request, evidence, cancellation);
                said = ChatPrompt.Evidence(New(evidence, before), request.Triaged.Language);
            }
            catch (JsonException wrong)
            {
                said = new JsonObject { ["error"] = wrong.Message };
            }

            conversation.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = call.Id, ["content"] = ChatPrompt.Written(said) });
        }

        return evidence;
    }

    private static async Task<Evidence> Call(ToolCall call, DraftRequest request, Evidence evidence, CancellationToken cancellation)
    {
        var (question, lookups) = (request.Question, request.Lookups);
        switch (call.Name)
        {
            case "free_slots":
                var slots = Arguments(call, "wish", "property");
                return evidence.With(await Tools.FreeSlots(question, slots[0], slots[1].Length == 0 ? null : slots[1], lookups, cancellation));
            case "my_visits":
                Arguments(call);
                return question.ApplicantId is null ? evidence : evidence.With(await Tools.Visits(question, lookups, cancellation));
            case "property_facts":
                var property = await lookups.PropertyNamed(Arguments(call, "property"), cancellation);
                return property is null ? throw new JsonException("There is no property of that name.") : evidence.With([Wording.Of(property)]);
            case "search":
                var found = await lookups.Search(Arguments(call, "question")[0], request.Triaged.Language, cancellation);
                return evidence.With(found.Passages.Where(passage => !passage.IsStale));
            default:
                throw new JsonException("There is no such tool: free_slots, my_visits, property_facts, search.");
        }
    }

    private static string[] Arguments(ToolCall call, params string[] names)
    {
        using var document = JsonDocument.Parse(call.Arguments.Length == 0 ? "{}" : call.Arguments);
        var given = document.RootElement;
        if (given.ValueKind != JsonValueKind.Object || given.EnumerateObject().Any(member => !names.Contains(member.Name)))
        {
            throw new JsonException($"{call.Name} takes exactly: {(names.Length == 0 ? "nothing" : string.Join(", ", names))}.");
        }

        return [.. names.Select(name => given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= LongestArgument
            ? value.GetString()!.Trim()
            : throw new JsonException($"{name} is text of at most {LongestArgument} characters."))];
    }

    private static Evidence New(Evidence evidence, Evidence before) => evidence with
    {
        Passages = [.. evidence.Passages.Skip(before.Passages.Count)], Facts = [.. evidence.Facts.Skip(before.Facts.Count)],
    };
}
