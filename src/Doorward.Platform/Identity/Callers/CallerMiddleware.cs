using Doorward.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Doorward.Platform.Identity;

/// <summary>Checks the bearer token (RFC 6750) and the route's rule, and puts the <see cref="Caller"/> where handlers find it.</summary>
public sealed class CallerMiddleware(RequestDelegate next, BearerCallers callers)
{
    internal static Refusal NotSignedIn { get; } = new(
        "not_signed_in", 401, "Sign in first: send a token in the header Authorization: Bearer …");

    private static readonly Refusal Closed = new(
        "route_closed", 403, "This route does not say who may call it, so nobody may.");

    /// <summary>Runs the check.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var rule = endpoint?.Metadata.GetMetadata<AccessRule>();
        if (endpoint is not RouteEndpoint || (rule is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
        {
            await next(context);
            return;
        }

        if (rule is null)
        {
            await Closed.AsProblem().ExecuteAsync(context);
            return;
        }

        if (await Identify(context, rule) is { } refusal)
        {
            await refusal.AsProblem().ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private async ValueTask<Refusal?> Identify(HttpContext context, AccessRule rule)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (rule.Access is Access.Everybody && !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return NotSignedIn;
        }

        var identified = rule.Access is Access.SignedIn
            ? await callers.Verify(header[7..], context.RequestAborted)
            : await callers.Identify(header[7..], context.RequestAborted);
        if (identified.Token is null)
        {
            if (identified.Refusal!.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";
            }

            return identified.Refusal;
        }

        context.Features.Set(identified.Token);
        if (rule.Access is Access.SignedIn)
        {
            return null;
        }

        if (identified.Caller is not { } caller)
        {
            return identified.Refusal;
        }

        context.Features.Set(caller);
        return rule.Refuse(caller);
    }
}
