using Doorward.Platform.Events.Catalogue;
using Doorward.Support.Knowledge.Embeddings;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Knowledge;

/// <summary>Registers what an agency knows: import, search, embeddings.</summary>
internal static class KnowledgeServices
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services) => services
        .AddEventTypes(KnowledgeEvents.All)
        .AddSingleton<ImportDocuments>()
        .AddSingleton<NearestChunks>()
        .AddSingleton<KnowledgeSearch>();
}
