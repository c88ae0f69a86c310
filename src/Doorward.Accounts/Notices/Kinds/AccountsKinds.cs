using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Notices;

/// <summary>The kinds of notice that the accounts part owns, and what they speak of.</summary>
public static class AccountsKinds
{
    private static readonly NoticeKind[] All =
    [
        new("welcome", "Somebody is known here for the first time: once for ever.", typeof(AccountsKinds), new WelcomeFacts()),
        new("invitation", "An owner invites somebody to the staff.", typeof(AccountsKinds), new InvitationFacts(
            Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c12"), Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c03"), "agent",
            new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero)))
        {
            Channels = [Channel.Mail], CanBeTurnedOff = false, People = ["inviter"],
            Link = new NoticeLink("invitation_id", "invitation", "/invitation?token={secret}"),
            GoneStatement = "Kinds/IsInvitationGone.sql",
        },
        new("reset", "Somebody asked for a new password.", typeof(AccountsKinds), new ResetFacts(
            Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c13"), new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero)))
        {
            Channels = [Channel.Mail], CanBeTurnedOff = false,
            Link = new NoticeLink("reset_id", "reset", "/reset-password?token={secret}"),
            GoneStatement = "Kinds/IsResetGone.sql",
        },
    ];

    /// <summary>A person's welcome: whoever finds that somebody is new adds it, and they get one.</summary>
    public static NewNotice Welcome(Guid person, Guid? organization, string? traceparent) =>
        new("welcome", "once", person, null, organization, new WelcomeFacts(), traceparent);

    internal static IServiceCollection AddAccountsKinds(this IServiceCollection services)
    {
        foreach (var kind in All)
        {
            services.AddNotice(kind);
        }

        return services;
    }
}

/// <summary>A welcome speaks of nothing but who reads it and whose agency it is.</summary>
internal sealed record WelcomeFacts;

/// <summary>Whoever is invited is somewhere that nobody knows yet, so times are told in the time of all.</summary>
internal sealed record InvitationFacts(Guid InvitationId, Guid InviterId, string Role, DateTimeOffset ExpiresAt, string TimeZone = "Etc/UTC");

internal sealed record ResetFacts(Guid ResetId, DateTimeOffset ExpiresAt, string TimeZone = "Etc/UTC");
