using Doorward.Accounts.Files;
using Doorward.Accounts.Invitations;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Organizations;
using Doorward.Accounts.SignIn;
using Doorward.Platform.Commands;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts;

/// <summary>Organizations, people and how they sign in.</summary>
public static class AccountsModule
{
    /// <summary>Its schema.</summary>
    public static Module Module { get; } = new("accounts", typeof(AccountsModule).Assembly);

    /// <summary>Its commands and its answers to who a caller is.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddEventTypes(AccountsEvents.All)
        .AddEventTypes(FileEvents.All)
        .AddEventTypes(NoticeEvents.All)
        .AddSingleton<OwnerLink>()
        .AddSingleton<LinkTokens>()
        .AddHostedService(all => all.GetRequiredService<LinkTokens>())
        .AddSingleton<Notices.Notices>()
        .AddSingleton<ICallerSource, FindMember>()
        .AddSingleton<ICallerSource, JoinByClaim>()
        .AddCommand<FoundOrganization, Outcome<Done>, FoundOrganizationStatement>()
        .AddCommand<InviteMember, Outcome<Done>, InviteMemberStatement>()
        .AddCommand<AcceptInvitation, Outcome<Membership>, AcceptInvitationStatement>();

    /// <summary>Its routes: below <c>/api/v1</c>, and the page that the first owner's link leads to.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder api, IEndpointRouteBuilder pages)
    {
        FirstOwnerPage.Map(pages);
        FoundOrganizationEndpoint.Map(api);
        var invitations = api.MapGroup("/invitations").WithSection("Invitations", "How people join the staff of an agency.");
        InviteMemberEndpoint.Map(invitations);
        AcceptInvitationEndpoints.Map(invitations);
        api.MapFiles(pages);
    }
}
