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
        new("invitation.sent", "An owner invited somebody to the staff.", EventTopic.Members)
        {
            After = new InvitationSent("agent", new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero)),
        },
        new("member.joined", "Somebody joined the staff.", EventTopic.Members) { After = new MemberJoined("agent", Invitation), ChangesAccess = true },
    ];

    private sealed record OrganizationFounded([property: Description("The short name in addresses and tokens.")] string Slug);

    private sealed record InvitationSent(
        [property: Description("What they are invited to be.")] string Role,
        [property: Description("Until when the link is good.")] DateTimeOffset ExpiresAt);

    private sealed record MemberJoined(
        [property: Description("As what: owner or agent.")] string Role,
        [property: Description("The invitation that they accepted, if any.")] Guid? InvitationId = null,
        [property: Description("The token issuer that vouched for them, if any.")] string? Issuer = null);
}
