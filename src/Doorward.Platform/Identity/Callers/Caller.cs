using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Identity;

/// <summary>What a person may be in an organization.</summary>
public enum Role
{
    /// <summary>Somebody the agency shows round.</summary>
    Applicant,

    /// <summary>Staff.</summary>
    Agent,

    /// <summary>Staff who also decides who else is.</summary>
    Owner,
}

/// <summary>Who is asking, in which organization, as what. Every statement takes it; what is not theirs is not found.</summary>
public sealed record Caller(Guid PersonId, Guid OrganizationId, Role Role)
{
    /// <summary>What an API key may do; null for a person, who may do all that their role may.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>An agent or an owner.</summary>
    public bool IsStaff => Role is not Role.Applicant;

    /// <summary>Whether it is the same person in the same organization, with the same rights.</summary>
    public bool MayDoTheSameAs(Caller other) =>
        (PersonId, OrganizationId, Role) == (other.PersonId, other.OrganizationId, other.Role)
        && (Scopes is null ? other.Scopes is null : other.Scopes is not null && Scopes.SetEquals(other.Scopes));

    /// <summary>What the rate limit counts.</summary>
    internal string LimitKey { get; } = $"{OrganizationId}/{PersonId}";

    /// <summary>Binds a handler's parameter; the access check in front of the handler has put it there.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<Caller>());
}
