using Doorward.Platform;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Http.Outbound;
using Doorward.Support.Knowledge.Embeddings;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Knowledge;

/// <summary>Registers what an agency knows: import, search, embeddings.</summary>
internal static class KnowledgeServices
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services, EmbeddingSettings embeddings) => services
        .AddEventTypes(KnowledgeEvents.All)
        .AddSingleton<ImportDocuments>()
        .AddScoped<DocumentReads>()
        .AddScoped<DocumentImports>()
        .AddSingleton<EmbeddingEndpoint>()
        .AddSingleton<EmbeddingShelf>()
        .AddSingleton<QuestionEmbedding>()
        .AddSingleton<NearIndex>()
        .AddSingleton<NearestChunks>()
        .AddSingleton<KnowledgeSearch>()
        .AddEmbeddings(embeddings);

    /// <summary>What makes embeddings, where an endpoint is set.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, EmbeddingSettings embeddings)
    {
        services.AddSingleton(embeddings);
        if (embeddings.Url is { } url)
        {
            services.AddOutboundHttp(EmbeddingEndpoint.Client, new OutboundLimits(BodyBytes: 32 * 1024 * 1024, Seconds: 50), _ => [url]);
            services.AddSubscriber<EmbedImported>();
            services.AddJob<EmbedChunks>();
            services.AddJob<BuildNearIndex>();
            services.AddWorker<EmbedWhatIsMissing>();
        }

        return services;
    }
}
