using System.Text.Json.Nodes;
using Doorward.Platform.Contracts;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Http;
using Doorward.Platform.Live.Presence;

namespace Doorward.Platform.Live.Contract;

/// <summary>
/// The AsyncAPI 3.0 document of <c>/ws</c> and of every event, made of what modules declared: the catalogue's event types and topics, and the
/// message types that have handlers.
/// </summary>
public sealed class LiveContract
{
    private const string Channel = "live";

    private readonly EventCatalogue _catalogue;
    private readonly LiveMessageType[] _types;

    private readonly InboundStreams _inbound;

    internal LiveContract(EventCatalogue catalogue, IEnumerable<LiveMessageType> types, IEnumerable<InboundChannel> inbound) =>
        (_catalogue, _types, _inbound) = (catalogue, [.. types.OrderBy(type => type.Name, StringComparer.Ordinal)], new InboundStreams(inbound));

    /// <summary>Indented, with LF, the same for the same program.</summary>
    public string Json
    {
        get
        {
            var document = Document();
            _inbound.AddTo(document);
            return StableJson.Write(document);
        }
    }

    private JsonObject Document()
    {
        var messages = Messages().ToDictionary(message => (string)message["name"]!, message => message);
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Doorward live",
                ["version"] = "1",
                ["description"] = Words(),
            },
            ["servers"] = new JsonObject
            {
                ["own"] = new JsonObject
                {
                    ["host"] = "localhost:8080", ["protocol"] = "ws", ["description"] = "Where your Doorward listens; wss behind TLS.",
                    ["security"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/securitySchemes/bearer" }),
                },
            },
            ["channels"] = new JsonObject
            {
                [Channel] = new JsonObject
                {
                    ["address"] = LiveEndpoint.Path,
                    ["servers"] = new JsonArray(new JsonObject { ["$ref"] = "#/servers/own" }),
                    ["description"] = "One WebSocket for everything, one JSON envelope {type, payload, id?} a text frame, both ways.",
                    ["messages"] = Refs(messages.Keys, name => $"#/components/messages/{name}"),
                    ["bindings"] = new JsonObject { ["ws"] = new JsonObject { ["method"] = "GET" } },
                },
            },
            ["operations"] = new JsonObject
            {
                ["toServer"] = Operation("receive", "What a client may send; at most 64 KiB each, fifty a second.", messages.Keys.Where(name => name.StartsWith("in.", StringComparison.Ordinal))),
                ["toClient"] = Operation("send", "What the server sends.", messages.Keys.Where(name => !name.StartsWith("in.", StringComparison.Ordinal))),
            },
            ["components"] = new JsonObject
            {
                ["messages"] = new JsonObject(messages.Select(message => KeyValuePair.Create(message.Key, (JsonNode?)message.Value))),
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer",
                        ["description"] = "In the Authorization header; or as sub-protocol bearer.{token} beside doorward.v1; or as ?token=; or in a first authenticate.",
                    },
                },
            },
        };
    }

    private string Words() =>
        "Everything that happens, as it happens and without a gap. Every event carries its cursor; subscribe with the last one as after, and nothing is "
        + "missed. A gap says that a subscription could not go on without loss: subscribe again with its cursor.\n\n"
        + "An event is a CloudEvent 1.0 in the JSON event format (structured mode, "
        + "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md), here, in the stream at /api/v1/events and wherever else "
        + "it leaves Doorward. Source and id together name it: handle it once. The extension attribute actorid is the person who did it.\n\nTopics:\n"
        + string.Concat(_catalogue.Topics.Select(topic =>
            $"- `{topic.Name}{(topic.Within is null ? "" : ":{id}")}`{(topic.ForApplicants ? "" : " (staff)")}: {topic.Summary}\n"))
        + "\nErrors:\n" + string.Concat(LiveRefusals.All.Select(refusal => $"- `{refusal.Code}`: {refusal.Sentence}\n"))
        + "\nClose codes:\n" + string.Concat(LiveClose.All.Select(close => $"- {close.Code} `{close.Reason}`: {close.Advice}\n"));

    private IEnumerable<JsonObject> Messages()
    {
        foreach (var type in _types)
        {
            yield return Message($"in.{type.Name}", type.Name, type.Summary, Schemas.Of(type.Payload, open: false), type.Example, "7");
        }

        foreach (var type in _catalogue.Types)
        {
            yield return EventMessage(type);
        }

        foreach (var type in _types.Where(type => type.AnswerExample is not null && type.Name is not Inbound.Authenticate.Type))
        {
            yield return Message($"done.{type.Name}", "done", $"Answers {type.Name}.", Schemas.Of(type.AnswerExample!.GetType(), open: true), type.AnswerExample, "7");
        }

        yield return Message("done", "done", "It is done; there is nothing to say.", null, null, "7");
        yield return Message("pong", "pong", "Answers ping.", null, null, "7");
        yield return Said("welcome", "The connection is somebody's: sent when the handshake brought a token, and as the answer to authenticate.", WelcomePayload.Example, null);
        yield return Said("gap", "A subscription has ended because it could not go on without loss: too slow, too late.", new GapPayload("bookings", "7341-22"), null);
        yield return Said("error", "A message was refused; its id comes back.", new ErrorPayload("no_such_topic", LiveRefusals.NoSuchTopic.Sentence), "7");
        yield return Said("presence", "To staff who are present at a topic: everybody who is.", PresencePayload.Example, null);
        yield return Said("typing", "To everybody who is present at a topic: somebody else types. It passes within a few seconds.", TypingPayload.Example, null);
    }

    private static JsonObject Said(string type, string summary, object example, string? id) =>
        Message(type, type, summary, Schemas.Of(example.GetType(), open: true), example, id);

    private static JsonObject EventMessage(EventType type)
    {
        var payload = Schemas.Object(new JsonObject
        {
            ["topic"] = new JsonObject { ["type"] = "string", ["description"] = "The topic that was subscribed to." },
            ["cursor"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+-[0-9]+$", ["description"] = "Where to resume." },
            ["event"] = CloudEvents.Schema(type),
        });
        var example = new JsonObject { ["topic"] = type.Topic.Name, ["cursor"] = "7341-22", ["event"] = CloudEvents.Example(type) };
        var seenBy = (type.ToStaff ? "Told to staff" : "Not told to staff") + (type.Concerns.Count == 0 ? "." : $"; and to whom {string.Join(", ", type.Concerns.Select(CloudEvents.Place))} names.");
        return Message(type.Name, "event", $"{type.Summary} {seenBy}", payload, example, null);
    }

    private static JsonObject Message(string name, string type, string summary, JsonNode? payload, object? example, string? id)
    {
        var members = new JsonObject { ["type"] = new JsonObject { ["const"] = type } };
        var sent = new JsonObject { ["type"] = type };
        if (id is not null)
        {
            members["id"] = new JsonObject { ["type"] = "string", ["maxLength"] = 128, ["description"] = "Chosen by the client; the answer has the same." };
            sent["id"] = id;
        }

        var required = new List<string> { "type" };
        if (payload is not null)
        {
            members["payload"] = payload;
            sent["payload"] = example as JsonNode ?? Schemas.Example(example!);
            required.Add("payload");
        }

        var envelope = Schemas.Object(members);
        envelope["required"] = new JsonArray([.. required.Select(member => (JsonNode)member)]);
        return new JsonObject
        {
            ["name"] = name, ["summary"] = summary, ["contentType"] = "application/json", ["payload"] = envelope,
            ["examples"] = new JsonArray(new JsonObject { ["payload"] = sent }),
        };
    }

    private static JsonObject Operation(string action, string summary, IEnumerable<string> names) => new()
    {
        ["action"] = action, ["summary"] = summary, ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{Channel}" },
        ["messages"] = new JsonArray([.. names.Select(name => (JsonNode)new JsonObject { ["$ref"] = $"#/channels/{Channel}/messages/{name}" })]),
    };

    private static JsonObject Refs(IEnumerable<string> names, Func<string, string> to) =>
        new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = to(name) })));
}
