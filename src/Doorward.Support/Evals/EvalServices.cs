using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Runs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Doorward.Support.Evals;

/// <summary>Registers evals.</summary>
internal static class EvalServices
{
    public static IServiceCollection AddEvals(this IServiceCollection services) => services
        .AddEventTypes(EvalEvents.All)
        .AddSingleton<Grounds>()
        .AddSingleton<Evaluation>()
        .AddSingleton<EvalStore>()
        .AddSingleton<GoldenSets>()
        .AddScoped<EvalReads>()
        .AddSingleton(all => new FolderEval(
            all.GetRequiredService<NpgsqlDataSource>(), all.GetRequiredService<Grounds>(), all.GetRequiredService<Evaluation>(), all.GetRequiredService<EvalStore>()))
        .AddCommand<StoreGoldenSet, Outcome<StoredSet>, StoreGoldenSetStatement>()
        .AddCommand<RunEvals, Outcome<EvalRequest>, RunEvalsStatement>()
        .AddJob<EvalJob>();
}
