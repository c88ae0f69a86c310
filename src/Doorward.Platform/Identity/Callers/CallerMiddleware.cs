using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Doorward.Platform.Identity;

/// <summary>Checks the bearer token (RFC 6750) and the route's rule, and puts the <see cref="Caller"/> where handlers find it.</summary>
public sealed class CallerMiddleware(RequestDelegate next, TokenVerifier tokens, CallerDirectory callers)
{
    internal static Refusal NotSignedIn { get; } = new(
        "not_signed_in", 401, "Sign in first: send a token in the header Authorization: Bearer …");

    /// <summary>Every refusal of a token that was sent.</summary>
    internal static IReadOnlyList<Refusal> RefusedTokens { get; } = [.. TokenRefusal.OfToken.Select(why => new Refusal(why.Code, 401, why.Message))];

    internal static Refusal KeysUnavailable { get; } = new(TokenRefusal.KeysUnavailable.Code, 503, TokenRefusal.KeysUnavailable.Message);

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
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return NotSignedIn;
        }

        var verdict = await tokens.Verify(header[7..], context.RequestAborted);
        if (!verdict.IsVerified)
        {
            if (verdict.Refusal == TokenRefusal.KeysUnavailable)
            {
                return KeysUnavailable;
            }

            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";
            return new Refusal(verdict.Refusal.Code, 401, verdict.Refusal.Message);
        }

        context.Features.Set(verdict.Token);
        if (rule.Access is Access.SignedIn)
        {
            return null;
        }

        var (caller, refusal) = await callers.Find(verdict.Token, context.RequestAborted);
        if (caller is null)
        {
            return refusal;
        }

        context.Features.Set(caller);
        return rule.Refuse(caller);
    }
}
