using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Support.Copilot.Models;

/// <summary>The form of a model's answer: as a JSON schema that it is asked to keep to, and as it is read, which trusts nothing.</summary>
internal static class ModelAnswer
{
    private const int MostSentences = 60;

    /// <summary>Every member required and no other allowed, as strict schemas ask for.</summary>
    public static JsonObject Schema => JsonNode.Parse("""
        {"type":"object","additionalProperties":false,"required":["sentences","offers","confidence","declined"],"properties":{
          "sentences":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["text","kind","ref","quote"],"properties":{
            "text":{"type":"string"},"kind":{"type":"string","enum":["passage","fact","courtesy"]},"ref":{"type":"string"},"quote":{"type":"string"}}}},
          "offers":{"type":"array","items":{"type":"string"}},
          "confidence":{"type":"number"},
          "declined":{"type":"string"}}}
        """)!.AsObject();

    /// <summary>Reads what a model wrote. What it says of sources that do not exist is kept as said: the guard refuses it by name.</summary>
    /// <exception cref="JsonException">It is not of that form.</exception>
    public static Answer Read(string raw, Evidence evidence)
    {
        using var document = JsonDocument.Parse(Unfenced(raw));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("sentences", out var sentences) || sentences.ValueKind != JsonValueKind.Array
            || sentences.GetArrayLength() > MostSentences)
        {
            throw new JsonException("An answer is an object with sentences.");
        }

        var confidence = root.TryGetProperty("confidence", out var number) && number.ValueKind == JsonValueKind.Number ? Math.Clamp(number.GetDouble(), 0, 1) : 0;
        var declined = root.TryGetProperty("declined", out var said) && said.ValueKind == JsonValueKind.String ? said.GetString()!.Trim() : "";
        return new Answer(
            [.. sentences.EnumerateArray().Select(sentence => Sentence(sentence, evidence))],
            root.TryGetProperty("offers", out var offers) && offers.ValueKind == JsonValueKind.Array ? [.. offers.EnumerateArray().Select(offer => offer.ToString())] : [],
            confidence,
            sentences.GetArrayLength() == 0 ? "The model found nothing in the sources to answer from." : declined.Length > 0 ? "The model says that it cannot answer." : null);
    }

    private static Sentence Sentence(JsonElement sentence, Evidence evidence)
    {
        if (sentence.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A sentence is an object.");
        }

        var (text, name, quote) = (Text(sentence, "text"), Text(sentence, "ref"), Text(sentence, "quote"));
        return Text(sentence, "kind") switch
        {
            "courtesy" => Copilot.Sentence.Courteous(text),
            "fact" => Copilot.Sentence.Stating(text, name),
            "passage" => Copilot.Sentence.Citing(text, evidence.Passage(name) is { } passage
                ? Citation.Of(passage, quote)
                : new Citation(name, Guid.Empty, 0, "", quote, -1, -1)),
            _ => throw new JsonException("A sentence is a passage, a fact or a courtesy."),
        };
    }

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.Trim() : throw new JsonException($"A sentence has a {name}.");

    // Small models put a code fence around JSON whatever they are told.
    private static string Unfenced(string raw)
    {
        var text = raw.Trim();
        return text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && text.Contains('\n', StringComparison.Ordinal)
            ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..^3]
            : text;
    }
}
