using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>An answer that says no, in the document: its codes, an example of each, and Retry-After where it is sent.</summary>
internal static class ProblemAnswers
{
    private const string Schema = "Problem";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    /// <summary>The schema that all of them share.</summary>
    public static void DescribeSchema(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(Schema) != true)
        {
            document.AddComponent<IOpenApiSchema>(Schema, Problem());
        }
    }

    /// <param name="document">Where the schema is.</param>
    /// <param name="refusals">All of one status.</param>
    /// <param name="path">Of the route, for <c>instance</c>.</param>
    /// <param name="field">A field of the request, for the example of a 422.</param>
    public static OpenApiResponse Of(OpenApiDocument document, IReadOnlyList<Refusal> refusals, string path, string? field)
    {
        var codes = string.Join(", ", refusals.Select(refusal => refusal.Code));
        var media = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Schema, document), Examples = new Dictionary<string, IOpenApiExample>() };
        foreach (var refusal in refusals)
        {
            media.Examples[refusal.Code] = new OpenApiExample { Summary = refusal.Sentence, Value = Example(refusal, path, field) };
        }

        return new OpenApiResponse
        {
            Description = $"{Meaning(refusals[0].Status)} ({codes})",
            Content = new Dictionary<string, OpenApiMediaType> { [Problems.ContentType] = media },
            Headers = refusals[0].RetryAfterSeconds is null ? null : RetryAfter(),
        };
    }

    private static JsonNode Example(Refusal refusal, string path, string? field)
    {
        var problem = refusal == StandardRefusals.Invalid && field is not null
            ? Problems.InvalidDetails(new Dictionary<string, string[]> { [field] = ["is required."] })
            : Problems.Details(refusal);
        return JsonNode.Parse(ProblemWriter.ToJson(problem, refusal.Status, path, TraceId))!;
    }

    private static string Meaning(int status) => status switch
    {
        400 => "The request cannot be understood.",
        401 => "Nobody is signed in: the token is missing or not accepted.",
        403 => "Signed in, but not allowed.",
        404 => "Absent, or another organization's.",
        408 => "The request arrived too slowly.",
        409 => "Refused as things stand.",
        413 => "The body is too large.",
        415 => "The body is not application/json.",
        422 => "Well-formed, but not acceptable; errors names each field.",
        429 => "Too many requests; wait as long as Retry-After says.",
        500 => "A fault of Doorward's own; trace_id finds it in the log.",
        503 => "Not at the moment; try again as Retry-After says.",
        _ => "Refused.",
    };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "How many seconds to wait before trying again.",
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
        },
    };

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "An answer that says no (RFC 9457).",
        Required = new HashSet<string> { "type", "title", "status", "detail", "instance", "error", "trace_id", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What kind of problem: urn:doorward:problem: and the code.", "uri"),
            ["title"] = Text("The code in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status.", Minimum = "400", Maximum = "599" },
            ["detail"] = Text("What is wrong, for a person; says what to do where that is not plain."),
            ["instance"] = Text("The path that was asked for.", "uri-reference"),
            ["error"] = Text("The same as detail, for older clients."),
            ["trace_id"] = Text("Finds the request in the log."),
            ["code"] = Text("Stable, for programs: slot_taken."),
            ["retry_after_seconds"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Description = "As the header Retry-After; with 429 and 503 only.",
                Minimum = "1",
            },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "For a 422: what is wrong, field by field. Each sentence follows the field's name.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    private static OpenApiSchema Text(string description, string? format = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Format = format };
}
