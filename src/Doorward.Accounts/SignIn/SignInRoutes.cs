using Doorward.Accounts.SignIn.Pages;
using Doorward.Accounts.SignIn.Passwords;
using Doorward.Accounts.SignIn.Sessions;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.SignIn;

/// <summary>How staff sign in with a browser: passwords, sessions, and the pages for both.</summary>
internal static class SignInRoutes
{
    public static IServiceCollection AddSignIn(this IServiceCollection services) => services
        .AddSingleton<SignInAttempts>()
        .AddSingleton<PasswordHashes>()
        .AddSingleton<FindPassword>()
        .AddSingleton<AskForReset>()
        .AddSingleton<StaffSessions>()
        .AddSingleton<ISessionSource>(all => all.GetRequiredService<StaffSessions>())
        .AddSingleton<FormToken>()
        .AddSingleton<SignInPage>()
        .AddSingleton<ResetPages>()
        .AddSingleton<FirstOwnerPage>()
        .AddSingleton<InvitationPage>()
        .AddSingleton<AccountPage>()
        .AddCommand<UseReset, Outcome<Done>, UseResetStatement>()
        .AddCommand<ChangePassword, Outcome<Done>, ChangePasswordStatement>();

    public static void Map(IEndpointRouteBuilder api, IEndpointRouteBuilder pages)
    {
        var services = pages.ServiceProvider;
        services.GetRequiredService<SignInPage>().Map(pages);
        services.GetRequiredService<ResetPages>().Map(pages);
        services.GetRequiredService<FirstOwnerPage>().Map(pages);
        services.GetRequiredService<InvitationPage>().Map(pages);
        services.GetRequiredService<AccountPage>().Map(pages);
        SessionRoutes.Map(api.MapGroup("/sessions").WithSection("Sessions", "Where one is signed in with a browser."));
    }
}
