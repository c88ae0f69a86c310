using Doorward.Platform.Identity;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests;

internal static class Callers
{
    /// <summary>What half a minute would do.</summary>
    public static Task ForgetCallers(this Desk desk)
    {
        desk.Services.GetRequiredService<CallerDirectory>().Forget();
        return Task.CompletedTask;
    }
}
