using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Identity;

/// <summary>Something that an API key can be allowed to do. Modules register what their routes ask for.</summary>
/// <param name="Name">Stable: <c>visits:write</c>.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record KeyScope(string Name, string Meaning)
{
    /// <summary>What every GET asks for that staff may call.</summary>
    public static KeyScope Read { get; } = new("read", "See what an agent of the agency sees.");

    /// <summary>What every API key is answered that does not open anything.</summary>
    public static Refusal Unknown { get; } = new("key_unknown", 401, "This API key is none of ours, or was revoked, or has expired.");

    internal static Refusal Missing { get; } = new("key_scope_missing", 403, "This API key lacks the scope for that. An owner can make one that has it.");

    internal static Refusal NotForKeys { get; } = new("not_for_keys", 403, "API keys cannot do this; it takes a person who is signed in.");

    /// <summary>What a key must be allowed to call a route; null: no key may.</summary>
    internal static string? Of(IReadOnlyList<object> route, string? method)
    {
        // A key is no owner, no applicant and nobody in person, whatever it is allowed.
        if (route.OfType<AccessRule>().LastOrDefault()?.Access is Access.Owner or Access.Applicant or Access.SignedIn or null)
        {
            return null;
        }

        return route.OfType<ScopeRule>().LastOrDefault() is { } rule ? rule.Scope
            : method is not null && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) ? Read.Name
            : null;
    }

    /// <summary>The refusal of a caller that comes with a key and lacks one of these scopes; null when it has them all, or is a person.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="needed">What it takes; a null among them: no key may.</param>
    public static Refusal? Refuse(Caller? caller, params IEnumerable<string?> needed)
    {
        if (caller?.Scopes is not { } scopes)
        {
            return null;
        }

        var all = needed.ToList();
        return all.Contains(null) ? NotForKeys : all.TrueForAll(scope => scopes.Contains(scope!)) ? null : Missing;
    }

    /// <summary>The refusal of a caller that comes with a key; null when it may, or is a person.</summary>
    internal static Refusal? Refuse(Caller caller, Endpoint route, string method) =>
        route.Metadata.GetMetadata<ScopesInside>() is null ? Refuse(caller, Of(route.Metadata, method)) : null;
}

/// <summary>The scope that a key needs for a route; null: none is enough.</summary>
public sealed record ScopeRule(string? Scope);

/// <summary>Any key may enter the route; what it may do there is decided inside.</summary>
internal sealed record ScopesInside;

/// <summary>Says on a route what an API key must be allowed. Without it a key may read what staff may read, and change nothing.</summary>
public static class ScopeMetadata
{
    /// <summary>A key with this scope may call it, reading included.</summary>
    public static TBuilder WithKeyScope<TBuilder>(this TBuilder route, KeyScope scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ScopeRule(scope.Name));

    /// <summary>No key may call it.</summary>
    public static TBuilder NotForKeys<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ScopeRule(null));

    /// <summary>Any key may enter: the route itself asks <see cref="KeyScope.Refuse(Caller?, IEnumerable{string?})"/> about each thing that it is asked to do.</summary>
    public static TBuilder ChecksKeyScopes<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ScopesInside());
}
