using Doorward.Platform;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Http;
using Doorward.Platform.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>Applicants from a screening system, through a queue.</summary>
public static class ScreeningServices
{
    /// <summary>
    /// Its statement and its jobs always, since dead letters outlive a setting; with a queue in the settings also what receives from it.
    /// </summary>
    public static IServiceCollection AddScreening(this IServiceCollection services, ScreeningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services
            .AddSingleton(settings)
            .AddCommand<ScreenApplicant, Outcome<Done>, ScreenApplicantStatement>()
            .AddJob<ScreeningJob>()
            .AddJob<ForgetScreening>();
        if (settings.Queue is { } queue)
        {
            SqsClient.Add(services, queue)
                .AddSingleton<QueueOutages>()
                .AddSingleton<IReadiness>(all => all.GetRequiredService<QueueOutages>())
                .AddSingleton<Screenings>()
                .AddSingleton<ScreeningBatches>()
                .AddWorker<ScreeningLoop>();
        }

        return services;
    }
}
