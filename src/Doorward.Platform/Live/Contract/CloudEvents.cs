using System.Text.Json.Nodes;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Live;

namespace Doorward.Platform.Live.Contract;

/// <summary>What an event type looks like on the wire: the CloudEvent that <see cref="CloudEvent"/> writes.</summary>
internal static class CloudEvents
{
    private static readonly Guid Organization = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c00");
    private static readonly Guid Id = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c01");
    private static readonly Guid Subject = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c02");
    private static readonly Guid Actor = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03");

    public static JsonObject Schema(EventType type)
    {
        var schema = Schemas.Object(new JsonObject
        {
            ["specversion"] = new JsonObject { ["const"] = CloudEvent.SpecVersion },
            ["id"] = Schemas.Text("uuid", "The event's id, for whoever must handle it once."),
            ["source"] = new JsonObject
            {
                ["type"] = "string", ["pattern"] = "^/(organizations/[0-9a-f-]{36})?$",
                ["description"] = "Whose it is: /organizations/{id}; / is the installation's own.",
            },
            ["type"] = new JsonObject { ["const"] = type.Name },
            ["subject"] = Schemas.Text("uuid", "To what it happened."),
            ["time"] = Schemas.Text("date-time", "When, UTC."),
            ["datacontenttype"] = new JsonObject { ["const"] = CloudEvent.DataContentType },
            ["data"] = Schemas.Object(new JsonObject
            {
                ["before"] = type.Before is null ? Nothing() : Schemas.Of(type.Before.GetType(), open: true),
                ["after"] = type.After is null ? Nothing() : Schemas.Of(type.After.GetType(), open: true),
            }),
        });
        schema["properties"]!["actorid"] = Schemas.Text("uuid", "The person who did it; left out where Doorward itself did.");
        return schema;
    }

    public static JsonObject Example(EventType type) => new()
    {
        ["specversion"] = CloudEvent.SpecVersion,
        ["id"] = Id,
        ["source"] = CloudEvent.Source(Organization),
        ["type"] = type.Name,
        ["subject"] = Subject,
        ["time"] = "2026-11-21T09:00:00Z",
        ["actorid"] = Actor,
        ["datacontenttype"] = CloudEvent.DataContentType,
        ["data"] = new JsonObject
        {
            ["before"] = type.Before is null ? null : Schemas.Example(type.Before),
            ["after"] = type.After is null ? null : Schemas.Example(type.After),
        },
    };

    /// <summary>Where a reader finds a member that a module's declaration names.</summary>
    public static string Place(string member) => member switch
    {
        "subject_id" => "subject",
        "actor_id" => "actorid",
        _ => $"data.after.{member}",
    };

    private static JsonObject Nothing() => new() { ["type"] = "null" };
}
