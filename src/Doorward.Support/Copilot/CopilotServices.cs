using Doorward.Accounts.People;
using Doorward.Platform;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Redis;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Models;
using Doorward.Support.Copilot.Outside;
using Doorward.Support.Copilot.Policies;
using Doorward.Support.Copilot.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Doorward.Support.Copilot;

/// <summary>Registers the copilot.</summary>
internal static class CopilotServices
{
    public static IServiceCollection AddCopilot(this IServiceCollection services)
    {
        services.TryAddSingleton(ModelSettings.None);
        services.TryAddSingleton(CopilotSettings.Own);
        return services
            .AddEventTypes(CopilotEvents.All)
            .AddSingleton<Inbox>()
            .AddSingleton<Desk>()
            .AddSingleton<RunStore>()
            .AddCommand<StoreRun, Outcome<Done>, StoreRunStatement>()
            .AddCommand<ChangePolicy, Outcome<PolicyVersion>, ChangePolicyStatement>()
            .AddSingleton<Drafters>()
            .AddSingleton<IPersonalData, RunsOfPerson>()
            .AddSubscriber<Intake>()
            .AddSubscriber<ReleaseHolds>()
            .AddJob<DraftReply>()
            .AddJob<Silence>()
            .AddJob<ReceiveDraft>()
            .AddSingleton(OutsideContract.Stream)
            .AddSingleton<OutsidePost>()
            .AddWorker(all => all.GetRequiredService<CopilotSettings>() is { IsExternal: true } && all.GetService<RedisSettings>() is not null
                ? ActivatorUtilities.CreateInstance<ReadDrafts>(all)
                : null);
    }
}
