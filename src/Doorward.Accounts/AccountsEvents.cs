using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Accounts;

/// <summary>What the accounts part writes to the log: ids, times and roles, never names or addresses of people.</summary>
internal static class AccountsEvents
{
    private static readonly Guid Invitation = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30");

    public static IEnumerable<EventType> All =>
    [
        new("organization.founded", "An agency was founded by its first owner.", EventTopic.Members) { After = new OrganizationFounded("flores-lettings") },
        new("organization.renamed", "An owner gave the agency another name.", EventTopic.Members)
        {
            Before = new OrganizationName("Flores"), After = new OrganizationName("Flores Lettings"),
        },
        new("invitation.created", "An owner invited somebody to the staff.", EventTopic.Members) { After = Invited },
        new("invitation.resent", "An owner had an invitation mailed again.", EventTopic.Members) { After = Invited },
        new("invitation.revoked", "An owner took an invitation back.", EventTopic.Members),
        new("member.joined", "Somebody joined the staff.", EventTopic.Members) { After = new MemberJoined("agent", Invitation), ChangesAccess = true },
        new("member.role_changed", "An owner changed what a member is.", EventTopic.Members)
        {
            Before = new MemberRole("agent"), After = new MemberRole("owner"), ChangesAccess = true,
        },
        new("member.left", "Somebody left the staff, or was removed.", EventTopic.Members) { Before = new MemberRole("agent"), ChangesAccess = true },
        new("api_key.created", "An owner made a key for a program.", EventTopic.Members) { After = new ApiKeyCreated(["read", "visits:write"], null) },
        new("api_key.revoked", "An owner took a key back.", EventTopic.Members) { ChangesAccess = true },
        OfPerson("person.created", "Somebody became known."),
        OfPerson("person.changed", "Somebody changed their profile."),
        OfPerson("person.erased", "Somebody was erased.") with { ChangesAccess = true },
        OfPerson("person.signed_in", "Somebody signed in with a browser.") with { After = new SignedIn(Invitation) },
        OfPerson("person.locked_out", "Somebody's password was tried too often; for a while nobody can try it."),
        OfPerson("password.changed", "Somebody's password was changed."),
        OfPerson("reset.created", "Somebody asked for a link to a new password.") with
        {
            After = new ResetCreated(Invitation, new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero)), Concerns = ["person_id"],
        },
        OfPerson("session.revoked", "A session in a browser was ended.") with { Concerns = ["actor_id"], ChangesAccess = true },
        OfPerson("session.moved", "Somebody who works for several agencies went over to another of them in a browser.") with
        {
            Before = new ActsFor(null), After = new ActsFor(Invitation), Concerns = ["actor_id"], ChangesAccess = true,
        },
    ];

    private sealed record ActsFor([property: Description("The agency for which it acts.")] Guid? OrganizationId);

    private sealed record OrganizationFounded([property: Description("The short name in addresses and tokens.")] string Slug);

    private static InvitationMailed Invited => new("agent", new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));

    // Nobody's but their own.
    private static EventType OfPerson(string name, string summary) => new(name, summary, EventTopic.Members) { ToStaff = false, Concerns = ["subject_id"] };

    private sealed record OrganizationName([property: Description("The agency's name.")] string Name);

    private sealed record MemberRole([property: Description("Owner or agent.")] string Role);

    private sealed record ApiKeyCreated(
        [property: Description("What it may do.")] IReadOnlyList<string> Scopes,
        [property: Description("Until when it is good; null for as long as nobody revokes it.")] DateTimeOffset? ExpiresAt);

    private sealed record SignedIn([property: Description("The session that began.")] Guid SessionId);

    private sealed record ResetCreated(
        [property: Description("Whose password it is.")] Guid PersonId,
        [property: Description("Until when the link is good.")] DateTimeOffset ExpiresAt);

    private sealed record InvitationMailed(
        [property: Description("What they are invited to be.")] string Role,
        [property: Description("Until when the link is good.")] DateTimeOffset ExpiresAt);

    private sealed record MemberJoined(
        [property: Description("As what: owner or agent.")] string Role,
        [property: Description("The invitation that they accepted, if any.")] Guid? InvitationId = null,
        [property: Description("The token issuer that vouched for them, if any.")] string? Issuer = null);
}
