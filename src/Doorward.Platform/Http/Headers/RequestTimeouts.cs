using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Doorward.Platform.Http;

/// <summary>
/// A request that takes longer than the limit is given up and answered 503. WebSockets and event streams are meant to
/// last and are left alone; another long route says <c>DisableRequestTimeout()</c>.
/// </summary>
internal static class RequestTimeouts
{
    public static void Limit(RequestTimeoutOptions options, EdgeSettings settings) => options.DefaultPolicy = new RequestTimeoutPolicy
    {
        Timeout = TimeSpan.FromSeconds(settings.RequestTimeoutSeconds),
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = context => StandardRefusals.TookTooLong.AsProblem().ExecuteAsync(context),
    };

    public static void UseTimeoutsOfShortRequests(this IApplicationBuilder app) =>
        app.UseWhen(context => !IsMeantToLast(context), branch => branch.UseRequestTimeouts());

    private static bool IsMeantToLast(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true }
        || context.Request.Headers.Accept == "text/event-stream";
}
