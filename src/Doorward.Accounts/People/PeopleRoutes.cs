using Doorward.Accounts.Organizations;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.People;

/// <summary>A person's own profile, export and erasure.</summary>
internal static class PeopleRoutes
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<IPersonalData, AccountsPersonalData>()
        .AddSingleton<Erasure>()
        .AddJob<EraseAgain>()
        .AddCommand<ChangeMe, Outcome<Profile>, ChangeMeStatement>();

    public static void Map(IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithSection("Me", "What is known of whoever asks, and how to take it along or have it erased.");
        ShowMe.Map(me);
        ChangeMeEndpoint.Map(me);
        EraseMe.Map(me);
        ExportMe.Map(me);
        ListMyOrganizations.Map(me);
    }
}
