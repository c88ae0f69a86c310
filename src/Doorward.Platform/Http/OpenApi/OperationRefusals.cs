using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Doorward.Platform.Http;

/// <summary>Adds every answer that says no. Those that many routes share, word for word, stand once among the components.</summary>
internal static partial class OperationRefusals
{
    private const string AnyId = "019379a2-5b7c-7c3e-9a41-2f6d8e0b1c55";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var document = context.Document!;
        ProblemAnswers.DescribeSchema(document);
        operation.Responses ??= [];
        var path = PathParameter().Replace($"/{context.Description.RelativePath?.TrimEnd('/')}", AnyId);
        foreach (var refusals in RouteRefusals.Of(context.Description))
        {
            var status = refusals.Key.ToString(CultureInfo.InvariantCulture);
            // a route that describes this status itself (readiness) knows better
            if (!operation.Responses.ContainsKey(status))
            {
                operation.Responses[status] = (IOpenApiResponse?)Shared(document, [.. refusals]) ?? ProblemAnswers.Of(document, [.. refusals], path, FirstField(context));
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiResponseReference? Shared(OpenApiDocument document, IReadOnlyList<Refusal> refusals)
    {
        if (SharedRefusals.NameOf(refusals) is not { } name)
        {
            return null;
        }

        if (document.Components?.Responses?.ContainsKey(name) != true)
        {
            document.AddComponent<IOpenApiResponse>(name, ProblemAnswers.Of(document, refusals, "/api/v1/bookings", null));
        }

        return new OpenApiResponseReference(name, document);
    }

    private static string? FirstField(OpenApiOperationTransformerContext context) => context.Description.ParameterDescriptions
        .FirstOrDefault(parameter => parameter.Source == BindingSource.Body) is { } body
        ? DoorwardJson.Options.GetTypeInfo(body.Type).Properties.FirstOrDefault()?.Name
        : null;

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex PathParameter();
}
