using Doorward.Accounts.ApiKeys;
using Doorward.Accounts.Files;
using Doorward.Accounts.Invitations;
using Doorward.Accounts.Members;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Organizations;
using Doorward.Accounts.People;
using Doorward.Accounts.SignIn;
using Doorward.Accounts.SignIn.Pages;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
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
        .AddSingleton<OwnerLink>()
        .AddSingleton<LinkTokens>()
        .AddHostedService(all => all.GetRequiredService<LinkTokens>())
        .AddPeople()
        .AddSignIn()
        .AddSingleton(KeyScope.Read)
        .AddSingleton<IBearerSource, FindApiKey>()
        .AddSingleton<ICallerSource, KeyOfToken>()
        .AddNotices()
        .AddSingleton<ICallerSource, FindMember>()
        .AddSingleton<ICallerSource, JoinByClaim>()
        .AddCommand<FoundOrganization, Outcome<Done>, FoundOrganizationStatement>()
        .AddCommand<RenameOrganization, Outcome<Organization>, RenameOrganizationStatement>()
        .AddCommand<ChangeRole, Outcome<Member>, ChangeRoleStatement>()
        .AddCommand<RemoveMember, Outcome<Done>, RemoveMemberStatement>()
        .AddCommand<CreateApiKey, Outcome<Done>, CreateApiKeyStatement>()
        .AddCommand<RevokeApiKey, Outcome<Done>, RevokeApiKeyStatement>()
        .AddCommand<InviteMember, Outcome<Done>, InviteMemberStatement>()
        .AddCommand<ResendInvitation, Outcome<Invitation>, ResendInvitationStatement>()
        .AddCommand<RevokeInvitation, Outcome<Done>, RevokeInvitationStatement>()
        .AddCommand<AcceptInvitation, Outcome<Membership>, AcceptInvitationStatement>();

    /// <summary>Its routes: below <c>/api/v1</c>, and the pages on which staff sign in.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder api, IEndpointRouteBuilder pages)
    {
        SignInRoutes.Map(api, pages);
        PeopleRoutes.Map(api);
        api.MapNotices(pages);
        FoundOrganizationEndpoint.Map(api);
        var organization = api.MapGroup("/organization").WithTags("Organizations");
        ShowOrganization.Map(organization);
        RenameOrganizationEndpoint.Map(organization);
        var members = api.MapGroup("/members").WithSection("Members", "The staff of an agency.");
        ListMembers.Map(members);
        ChangeRoleEndpoint.Map(members);
        RemoveMemberEndpoints.Map(members);
        var keys = api.MapGroup("/api-keys").WithSection("API keys", "How programs come in.");
        CreateApiKeyEndpoint.Map(keys);
        ListApiKeys.Map(keys);
        RevokeApiKeyEndpoint.Map(keys);
        var invitations = api.MapGroup("/invitations").WithSection("Invitations", "How people join the staff of an agency.");
        InviteMemberEndpoint.Map(invitations);
        ListInvitations.Map(invitations);
        ResendInvitationEndpoint.Map(invitations);
        RevokeInvitationEndpoint.Map(invitations);
        AcceptInvitationEndpoints.Map(invitations);
        api.MapFiles(pages);
    }
}
