using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>Reads the request parameters from JSON or from a URL (GraphQL over HTTP, "Request Parameters").</summary>
internal static class RequestReader
{
    private static readonly GraphRequest Empty = new();

    public static bool TryRead(ReadOnlyMemory<byte> json, out GraphRequest request, out string problem)
    {
        request = Empty;
        try
        {
            return Read(json, ref request, out problem);
        }
        catch (JsonException broken)
        {
            problem = $"The body is no JSON: {broken.Message}";
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = "The body has text that is no Unicode.";
            return false;
        }
    }

    public static bool TryRead(IQueryCollection query, out GraphRequest request, out string problem)
    {
        request = new GraphRequest();
        problem = "";
        foreach (var (name, _) in query.Where(p => p.Value.Count > 1 && p.Key is "query" or "operationName" or "variables" or "extensions"))
        {
            problem = $"\"{name}\" is given more than once.";
        }

        if (problem.Length > 0 || !TryJson(query["variables"], "variables", out var variables, ref problem)
            || !TryJson(query["extensions"], "extensions", out var extensions, ref problem))
        {
            return false;
        }

        request = new GraphRequest
        {
            Query = query["query"], OperationName = query["operationName"], DocumentId = query["documentId"],
            Variables = variables, Extensions = extensions,
        };
        return true;
    }

    // The document stays undecoded: with its bytes the cache finds it.
    private static bool Read(ReadOnlyMemory<byte> json, ref GraphRequest request, out string problem)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problem = reader.TokenType == JsonTokenType.StartArray
                ? "Requests come one at a time: batching is not supported." : "The body is to be a JSON object.";
            return false;
        }

        problem = "";
        ReadOnlyMemory<byte> raw = default;
        string? query = null, operationName = null, documentId = null;
        JsonElement variables = default, extensions = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueTextEquals("query"u8) ? "query" : reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "query" when reader.TokenType == JsonTokenType.String:
                    raw = json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    query = raw.IsEmpty ? "" : null;
                    break;
                case "operationName" when reader.TokenType is JsonTokenType.String or JsonTokenType.Null:
                    operationName = reader.GetString();
                    break;
                case "documentId" when reader.TokenType is JsonTokenType.String or JsonTokenType.Null:
                    documentId = reader.GetString();
                    break;
                case "variables" when reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null:
                    variables = JsonElement.ParseValue(ref reader);
                    break;
                case "extensions" when reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null:
                    extensions = JsonElement.ParseValue(ref reader);
                    break;
                case "query" when reader.TokenType == JsonTokenType.Null:
                    break;
                case "query" or "operationName" or "documentId" or "variables" or "extensions":
                    problem = $"\"{name}\" is to be {(name is "variables" or "extensions" ? "an object" : "a string")}.";
                    return false;
                default:
                    reader.Skip();
                    break;
            }
        }

        // whatever stands behind the object makes it no JSON
        while (reader.Read())
        {
        }

        request = new GraphRequest
        {
            Query = query, RawQuery = raw, OperationName = operationName, DocumentId = documentId, Variables = variables, Extensions = extensions,
        };
        problem = IsEmpty(request) ? "The request has no \"query\"." : "";
        return problem.Length == 0;
    }

    private static bool IsEmpty(GraphRequest request) =>
        request.RawQuery.IsEmpty && request.Query is null && request.DocumentId is null && request.Extensions.ValueKind != JsonValueKind.Object;

    private static bool TryJson(string? text, string name, out JsonElement json, ref string problem)
    {
        json = default;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
            problem = json.ValueKind is JsonValueKind.Object or JsonValueKind.Null ? "" : $"\"{name}\" is to be an object.";
        }
        catch (JsonException)
        {
            problem = $"\"{name}\" is no JSON.";
        }

        return problem.Length == 0;
    }
}
