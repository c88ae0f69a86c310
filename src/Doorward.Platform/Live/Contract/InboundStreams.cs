using System.Text.Json.Nodes;
using Doorward.Platform.Contracts;

namespace Doorward.Platform.Live.Contract;

/// <summary>The part of the document that speaks of streams on which others send to Doorward.</summary>
internal sealed class InboundStreams(IEnumerable<InboundChannel> streams)
{
    private const string Server = "redis";

    private readonly InboundChannel[] _streams = [.. streams.OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    /// <summary>Puts them beside what stands there already.</summary>
    public void AddTo(JsonObject document)
    {
        if (_streams.Length == 0)
        {
            return;
        }

        document["servers"]![Server] ??= new JsonObject
        {
            ["host"] = "localhost:6379", ["protocol"] = "redis", ["description"] = "The Redis that REDIS_URL names, where one is set.",
        };
        foreach (var stream in _streams)
        {
            document["channels"]![Channel(stream)] = new JsonObject
            {
                ["address"] = stream.Name,
                ["description"] = $"{stream.Summary} A stream; an entry has the fields type, event_id, payload and traceparent, here as headers but for the payload.",
                ["servers"] = new JsonArray(Ref($"servers/{Server}")),
                ["messages"] = new JsonObject(stream.Messages.Select(message => KeyValuePair.Create(Name(message), (JsonNode?)Ref($"components/messages/{Name(message)}")))),
            };
            document["operations"]![Channel(stream)] = new JsonObject
            {
                ["action"] = "receive", ["summary"] = $"What Doorward reads from the stream {stream.Name}, with the consumer group doorward.",
                ["channel"] = Ref($"channels/{Channel(stream)}"),
                ["messages"] = new JsonArray([.. stream.Messages.Select(message => (JsonNode)Ref($"channels/{Channel(stream)}/messages/{Name(message)}"))]),
            };
            foreach (var message in stream.Messages)
            {
                document["components"]!["messages"]![Name(message)] = Message(message);
            }
        }
    }

    private static JsonObject Message(InboundMessage message) => new()
    {
        ["name"] = Name(message), ["summary"] = message.Summary, ["contentType"] = "application/json",
        ["headers"] = Schemas.Object(new JsonObject
        {
            ["type"] = new JsonObject { ["const"] = message.Type },
            ["event_id"] = Schemas.Text("uuid", "Chosen by who sends it; the same whenever the same is sent again."),
            ["traceparent"] = new JsonObject { ["type"] = "string", ["description"] = "W3C Trace Context of the message that it answers; may be empty." },
        }),
        ["payload"] = message.Payload.Schema,
        ["examples"] = new JsonArray(new JsonObject
        {
            ["headers"] = new JsonObject
            {
                ["type"] = message.Type, ["event_id"] = "019379a2-5b7c-7c3e-9a41-2f6d8e0b1c70", ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            },
            ["payload"] = JsonNode.Parse(message.Example),
        }),
    };

    private static string Channel(InboundChannel stream) => $"inbound.{stream.Name}";

    private static string Name(InboundMessage message) => $"inbound.{message.Type}";

    private static JsonObject Ref(string to) => new() { ["$ref"] = $"#/{to}" };
}
