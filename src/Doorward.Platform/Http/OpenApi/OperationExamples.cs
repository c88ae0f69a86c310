using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>Puts the route's own examples beside its request and its answers.</summary>
internal static class OperationExamples
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var example in route.OfType<RequestExample>())
        {
            Put(operation.RequestBody?.Content, example.Value);
        }

        foreach (var example in route.OfType<AnswerExample>())
        {
            foreach (var (status, answer) in operation.Responses ?? [])
            {
                if (example.Status is { } one ? status == one.ToString(CultureInfo.InvariantCulture) : status.StartsWith('2'))
                {
                    Put(answer.Content, example.Value);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static void Put(IDictionary<string, OpenApiMediaType>? content, object example)
    {
        foreach (var (_, media) in content ?? new Dictionary<string, OpenApiMediaType>())
        {
            media.Example = ExampleMetadata.Json(example);
        }
    }
}
