using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Doorward.Platform.Identity;

/// <summary>
/// Checks the bearer token (RFC 6750), or else the session's cookie, and the route's rule, and puts the <see cref="Caller"/> where handlers find it.
/// </summary>
public sealed class CallerMiddleware(
    RequestDelegate next, BearerCallers bearers, CallerDirectory callers, IEnumerable<ISessionSource> sessions, CookieOrigin origin)
{
    private readonly ISessionSource[] _sessions = [.. sessions];

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
        if (header.Length == 0 || (rule.Access is Access.Everybody && !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)))
        {
            return await IdentifySession(context, rule);
        }

        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return NobodyIn(context);
        }

        var identified = rule.Access is Access.SignedIn
            ? await bearers.Verify(header[7..], context.RequestAborted)
            : await bearers.Identify(header[7..], context.RequestAborted);
        if (identified.Token is null)
        {
            if (identified.Refusal!.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";
            }

            return identified.Refusal;
        }

        return Admit(context, rule, identified);
    }

    private async ValueTask<Refusal?> IdentifySession(HttpContext context, AccessRule rule)
    {
        if (await Session(context) is not { } token)
        {
            return rule.Access is Access.Everybody ? null : NobodyIn(context);
        }

        if (!origin.Admits(context.Request))
        {
            return CookieOrigin.CrossSite;
        }

        if (rule.Access is Access.SignedIn)
        {
            return Admit(context, rule, new Identified(token, null, null));
        }

        var (caller, refusal) = await callers.Find(token, context.RequestAborted);
        return caller is null && rule.Access is Access.Everybody
            ? null // whoever has a cookie cannot leave it at home
            : Admit(context, rule, new Identified(token, caller, refusal));
    }

    private async ValueTask<VerifiedToken?> Session(HttpContext context)
    {
        foreach (var source in _sessions)
        {
            if (await source.Find(context, context.RequestAborted) is { } token)
            {
                return token;
            }
        }

        return null;
    }

    private static Refusal? Admit(HttpContext context, AccessRule rule, Identified identified)
    {
        context.Features.Set(identified.Token);
        if (identified.Caller is { Scopes: not null } key && KeyScope.Refuse(key, context.GetEndpoint()!, context.Request.Method) is { } outOfScope)
        {
            return outOfScope;
        }

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

    private static Refusal NobodyIn(HttpContext context)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return NotSignedIn;
    }
}
