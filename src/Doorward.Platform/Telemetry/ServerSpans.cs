using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Doorward.Platform.Telemetry;

/// <summary>
/// Names the framework's server span, which has no tags of its own, as OpenTelemetry's HTTP conventions ask: METHOD and
/// route, never the path (it holds ids) or the query (it may hold tokens). Costs one check when nobody listens.
/// </summary>
internal sealed class ServerSpans(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => Activity.Current switch
    {
        null => Carry(context),
        { IsAllDataRequested: true, Kind: ActivityKind.Server } span => Describe(context, span),
        _ => next(context),
    };

    /// <summary>With logs, traces and metrics all silenced the framework makes no Activity; events still want their traceparent.</summary>
    private async Task Carry(HttpContext context)
    {
        using var carrier = new Activity("request");
        if (context.Request.Headers.TraceParent is [{ } given] && ActivityContext.TryParse(given, null, out _))
        {
            carrier.SetParentId(given);
        }

        carrier.Start();
        await next(context);
    }

    private async Task Describe(HttpContext context, Activity span)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var method = context.Request.Method;
            var route = context.GetEndpoint()?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route;
            span.DisplayName = route is null ? method : $"{method} {route}";
            span.SetTag("http.request.method", method);
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", context.Response.StatusCode);
            if (context.Response.StatusCode >= 500)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
