using Doorward.GraphQL;
using Doorward.Platform.Identity;
using Doorward.Support.Conversations;
using Microsoft.AspNetCore.Http;

namespace Doorward.Support.Graph;

/// <summary>Who asks, as far as the graph is concerned: staff, a customer with a token, or the guest of one conversation.</summary>
internal sealed class Viewer(IHttpContextAccessor http, GuestLinks guests)
{
    private static readonly RefusalException NotSignedIn = new(
        "NOT_SIGNED_IN", "Sign in first: send a token in the header Authorization: Bearer …, or in the payload of connection_init.");

    /// <summary>Staff, or an applicant; null for a guest and for a stranger.</summary>
    public Caller? Caller => http.HttpContext?.Features.Get<Caller>();

    /// <summary>Set for whoever came by the link of a conversation.</summary>
    public Guest? Guest => http.HttpContext is not { } context ? null
        : context.Features.Get<Guest>()
            ?? (context.Request.Headers.Authorization.ToString() is ['G', 'u', 'e', 's', 't', ' ', .. var token] ? guests.Read(token) : null);

    public bool IsStaff => Caller is { IsStaff: true };

    /// <summary>Whoever is known at all.</summary>
    public Sight Sight => (Caller, Guest) switch
    {
        ({ IsStaff: true } staff, _) => new Sight(staff.OrganizationId, null, null),
        ({ } customer, _) => new Sight(customer.OrganizationId, customer.PersonId, null),
        (null, { } guest) => new Sight(guest.OrganizationId, null, guest.ConversationId),
        _ => throw NotSignedIn,
    };

    /// <exception cref="RefusalException">The viewer is no staff.</exception>
    public Caller Staff => Caller is { IsStaff: true } staff
        ? staff
        : throw (Caller is null && Guest is null ? NotSignedIn : new RefusalException("STAFF_ONLY", "Only staff of the agency can do this."));
}

/// <summary>The part of an organization's conversations that somebody may see: all, those of a person, or one.</summary>
internal sealed record Sight(Guid OrganizationId, Guid? PersonId, Guid? ConversationId);

/// <summary>Somebody who came by the signed link of one conversation, which ends by its time.</summary>
internal sealed record Guest(Guid OrganizationId, Guid ConversationId, DateTimeOffset ExpiresAt);
