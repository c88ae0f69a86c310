using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Doorward.GraphQL.Transport;

/// <summary>The forms a response can have.</summary>
internal enum ResponseMedia
{
    None,
    GraphQL,
    Json,
    EventStream,
}

/// <summary>Content negotiation (GraphQL over HTTP, "Response"; RFC 9110, 12.5.1).</summary>
internal static class MediaTypes
{
    public static ResponseMedia Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
        {
            return ResponseMedia.GraphQL;
        }

        // what almost every client sends needs no parsing
        if (accept.Count == 1 && accept[0] is { } only)
        {
            switch (only)
            {
                case "*/*" or "application/graphql-response+json":
                    return ResponseMedia.GraphQL;
                case "application/json":
                    return ResponseMedia.Json;
                case "text/event-stream":
                    return ResponseMedia.EventStream;
            }
        }

        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
        {
            return ResponseMedia.None;
        }

        foreach (var type in wanted.Where(t => t.Quality is not 0).OrderByDescending(t => t.Quality ?? 1).ThenBy(t => t.MatchesAllTypes || t.MatchesAllSubTypes))
        {
            if (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            switch (type.MediaType.Value!.ToLowerInvariant())
            {
                case "application/graphql-response+json" or "*/*" or "application/*":
                    return ResponseMedia.GraphQL;
                case "application/json":
                    return ResponseMedia.Json;
                case "text/event-stream":
                    return ResponseMedia.EventStream;
            }
        }

        return ResponseMedia.None;
    }

    public static bool IsJson(string? contentType)
    {
        if (contentType is "application/json")
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }

    public static bool WantsHtml(StringValues accept) => accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
