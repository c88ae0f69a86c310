using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Doorward.Platform.Http;

/// <summary>An example of a route's request body. It is a value of the type that the route binds, so it cannot go stale unnoticed.</summary>
public sealed record RequestExample(object Value);

/// <summary>An example of a route's answer: of every success that has a body, or of one status.</summary>
public sealed record AnswerExample(object Value, int? Status);

/// <summary>Says on a route what its request and its answers look like. The API document shows it.</summary>
public static class ExampleMetadata
{
    /// <inheritdoc cref="RequestExample"/>
    public static TBuilder Takes<TBuilder>(this TBuilder route, object example)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestExample(example));

    /// <inheritdoc cref="AnswerExample"/>
    public static TBuilder Answers<TBuilder>(this TBuilder route, object example, int? status = null)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AnswerExample(example, status));

    /// <summary>As it goes over the wire; a text stands for itself.</summary>
    internal static JsonNode Json(object example) => JsonSerializer.SerializeToNode(example, example.GetType(), DoorwardJson.Options)!;
}
