using System.Reflection;
using Doorward.Platform.Commands;
using Doorward.Platform.Identity;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Npgsql;

namespace Doorward.Platform.Http;

/// <summary>
/// Every no that a route can give: its slice's own, and those of the edges that stand before it, as far as the route's shape lets them happen.
/// </summary>
internal static class RouteRefusals
{
    public static IReadOnlyList<IGrouping<int, Refusal>> Of(ApiDescription route) =>
    [
        .. route.ActionDescriptor.EndpointMetadata.OfType<Refusals>().SelectMany(slice => slice.All)
            .Concat(OfRequest(route))
            .Concat(OfAccess(route))
            .Concat(OfServer(route))
            .DistinctBy(refusal => (refusal.Status, refusal.Code))
            .GroupBy(refusal => refusal.Status)
            .OrderBy(status => status.Key),
    ];

    private static IEnumerable<Refusal> OfRequest(ApiDescription route)
    {
        var parameters = route.ParameterDescriptions;
        if (parameters.Any(parameter => parameter.Source == BindingSource.Body))
        {
            yield return StandardRefusals.MalformedJson;
            yield return StandardRefusals.BodyRequired;
            yield return StandardRefusals.Slow;
            yield return StandardRefusals.BodyTooLarge;
            yield return StandardRefusals.Stopping;
            yield return StandardRefusals.UnsupportedMediaType;
            yield return StandardRefusals.Invalid;
        }

        if (parameters.Any(parameter => parameter.Source == BindingSource.Query && parameter.Type != typeof(string)))
        {
            yield return StandardRefusals.Malformed;
        }

        if (parameters.Any(parameter => parameter.Name == "limit"))
        {
            yield return PageQuery.LimitInvalid;
        }

        if (parameters.Any(parameter => parameter.Name is "cursor"))
        {
            yield return Cursor.Invalid;
        }

        if (parameters.Any(parameter => parameter.Source == BindingSource.Path && parameter.Type == typeof(Guid)))
        {
            yield return StandardRefusals.NotFound;
        }
    }

    private static IEnumerable<Refusal> OfAccess(ApiDescription route)
    {
        var metadata = (IReadOnlyList<object>)route.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<AccessRule>().LastOrDefault() is not { } rule)
        {
            return [];
        }

        var changes = route.HttpMethod is not ("GET" or "HEAD");
        return
        [
            CallerMiddleware.NotSignedIn, .. BearerCallers.RefusedTokens, .. rule.Refusals,
            KeyScope.Of(metadata, route.HttpMethod) is null ? KeyScope.NotForKeys : KeyScope.Missing,
            .. changes ? new[] { CookieOrigin.CrossSite } : [],
        ];
    }

    private static IEnumerable<Refusal> OfServer(ApiDescription route)
    {
        var metadata = route.ActionDescriptor.EndpointMetadata;
        if (!route.RelativePath!.StartsWith("health/", StringComparison.Ordinal))
        {
            yield return StandardRefusals.TooManyRequests;
        }

        yield return StandardRefusals.Broken;

        var takes = metadata.OfType<MethodInfo>().SelectMany(handler => handler.GetParameters()).Select(parameter => parameter.ParameterType).ToList();
        var commands = takes.Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(CommandBatcher<,>));
        if (commands)
        {
            yield return BatcherFull.Busy;
            yield return OutcomeUnknown.Unknown;
        }

        if (commands || takes.Contains(typeof(NpgsqlDataSource)) || metadata.OfType<AccessRule>().Any())
        {
            yield return StandardRefusals.DatabaseUnavailable;
            yield return StandardRefusals.TookTooLong;
        }

        if (metadata.OfType<AccessRule>().Any())
        {
            yield return BearerCallers.KeysUnavailable;
        }
    }
}
