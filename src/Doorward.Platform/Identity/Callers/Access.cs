using Microsoft.AspNetCore.Builder;

namespace Doorward.Platform.Identity;

/// <summary>Who may call a route; the framework's AllowAnonymous opens it to everybody. A route that says nothing is closed.</summary>
public enum Access
{
    /// <summary>Everybody; who sends a token is known by it, and a bad one is refused. What is behind the route decides what they may see.</summary>
    Everybody,

    /// <summary>Anybody with a good token, whether or not they belong to an organization yet.</summary>
    SignedIn,

    /// <summary>Everybody of an organization.</summary>
    Anyone,

    /// <summary>Applicants.</summary>
    Applicant,

    /// <summary>Agents and owners.</summary>
    Staff,

    /// <summary>Owners.</summary>
    Owner,
}

/// <summary>Says on a route who may call it.</summary>
public static class AccessMetadata
{
    /// <inheritdoc cref="Access.Everybody"/>
    public static TBuilder AllowEverybody<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.Everybody));

    /// <inheritdoc cref="Access.SignedIn"/>
    public static TBuilder RequireSignedIn<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.SignedIn));

    /// <inheritdoc cref="Access.Anyone"/>
    public static TBuilder RequireCaller<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.Anyone));

    /// <inheritdoc cref="Access.Applicant"/>
    public static TBuilder RequireApplicant<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.Applicant));

    /// <inheritdoc cref="Access.Staff"/>
    public static TBuilder RequireStaff<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.Staff));

    /// <inheritdoc cref="Access.Owner"/>
    public static TBuilder RequireOwner<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AccessRule(Access.Owner));
}

/// <summary>An <see cref="Identity.Access"/> on a route.</summary>
public sealed record AccessRule(Access Access)
{
    private static readonly Http.Refusal ApplicantsOnly = new("applicants_only", 403, "Only applicants can do this.");
    private static readonly Http.Refusal StaffOnly = new("staff_only", 403, "Only staff of the agency can do this.");
    private static readonly Http.Refusal OwnersOnly = new("owners_only", 403, "Only an owner of the agency can do this.");

    /// <summary>Every refusal that it can lead to for somebody who is signed in.</summary>
    public IEnumerable<Http.Refusal> Refusals => Access switch
    {
        Access.SignedIn or Access.Everybody => [],
        Access.Applicant => [ApplicantsOnly, CallerDirectory.Nobody, CallerDirectory.Several],
        Access.Staff => [StaffOnly, CallerDirectory.Nobody, CallerDirectory.Several],
        Access.Owner => [OwnersOnly, CallerDirectory.Nobody, CallerDirectory.Several],
        _ => [CallerDirectory.Nobody, CallerDirectory.Several],
    };

    /// <summary>The refusal for a caller who is signed in but not allowed; null when they are.</summary>
    public Http.Refusal? Refuse(Caller caller) => Access switch
    {
        Access.Applicant when caller.IsStaff => ApplicantsOnly,
        Access.Staff when !caller.IsStaff => StaffOnly,
        Access.Owner when caller.Role is not Role.Owner => OwnersOnly,
        _ => null,
    };
}
