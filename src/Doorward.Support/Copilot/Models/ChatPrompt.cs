using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Doorward.Support.Copilot.Drafting;

namespace Doorward.Support.Copilot.Models;

/// <summary>What a model is sent: the instructions, and all that others wrote as one JSON document, out of which no text can break.</summary>
internal static class ChatPrompt
{
    private static readonly string Instructions = ReadInstructions();

    // Letters of every script as themselves: a model reads them better than escapes, and they cost fewer tokens.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The conversation with the model as it begins; a repair begins with the answer that was refused, and why.</summary>
    public static JsonArray Open(DraftRequest request)
    {
        var conversation = new JsonArray(Said("system", Instructions), Said("user", Document(request).ToJsonString(Plain)));
        if (request.Before is { } before)
        {
            conversation.Add(Said("assistant", string.Join(' ', before.Sentences.Select(sentence => sentence.Text))));
            conversation.Add(Said("user", new JsonObject
            {
                ["task"] = "This draft was refused. Write the whole answer again without these faults, or leave the sentences out.",
                ["faults"] = new JsonArray([.. request.Findings.Select(finding => new JsonObject { ["sentence"] = finding.Sentence, ["fault"] = finding.Says })]),
            }.ToJsonString(Plain)));
        }

        return conversation;
    }

    /// <summary>The request's body.</summary>
    public static string Request(ModelSettings settings, JsonArray conversation, bool mayCall, bool takesSchemas)
    {
        var request = new JsonObject
        {
            ["model"] = settings.Name,
            ["messages"] = conversation.DeepClone(),
            ["temperature"] = 0.1,
            ["max_tokens"] = settings.AnswerTokens,
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
            ["response_format"] = takesSchemas
                ? new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "reply", ["strict"] = true, ["schema"] = ModelAnswer.Schema } }
                : new JsonObject { ["type"] = "json_object" },
        };
        if (mayCall)
        {
            request["tools"] = ModelTools.Declared;
        }

        if (!takesSchemas)
        {
            request["messages"]!.AsArray().Insert(1, Said("system", $"Answer with one JSON object of this schema and nothing else: {ModelAnswer.Schema.ToJsonString()}"));
        }

        return request.ToJsonString(Plain);
    }

    public static JsonObject Said(string role, string content) => new() { ["role"] = role, ["content"] = content };

    public static JsonObject Evidence(Evidence evidence, string language) => new()
    {
        ["passages"] = new JsonArray([.. evidence.Passages.Select(passage => new JsonObject
        {
            ["name"] = passage.Name, ["title"] = passage.Passage.Title, ["heading"] = passage.Passage.Heading, ["text"] = passage.Passage.Text,
        })]),
        ["facts"] = new JsonArray([.. evidence.Facts.Select(fact => new JsonObject { ["name"] = fact.Name, ["kind"] = fact.Kind, ["says"] = fact.In(language) })]),
    };

    public static string Written(JsonNode node) => node.ToJsonString(Plain);

    private static JsonObject Document(DraftRequest request)
    {
        var question = request.Question;
        var document = Evidence(request.Evidence, request.Triaged.Language);
        document.Insert(0, "agency", question.Agency);
        document.Insert(1, "customer_name", question.CustomerName);
        document.Insert(2, "customer_language", request.Triaged.Language);
        document.Insert(3, "today_utc", question.AskedAt.UtcDateTime.ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture));
        document.Insert(4, "earlier_messages", new JsonArray([.. question.Thread.Select(turn => new JsonObject { ["from"] = turn.Author, ["text"] = turn.Body })]));
        document.Insert(5, "last_message", question.Body);
        return document;
    }

    private static string ReadInstructions()
    {
        using var file = new StreamReader(typeof(ChatPrompt).Assembly.GetManifestResourceStream("Copilot/Models/instructions.txt")!);
        return file.ReadToEnd();
    }
}
