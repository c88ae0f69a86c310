using Doorward.Platform.Postgres;
using Doorward.Support.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support;

/// <summary>Conversations with customers, the copilot's drafts of answers, and the people who approve them.</summary>
public static class SupportModule
{
    /// <summary>Its schema.</summary>
    public static Module Module { get; } = new("support", typeof(SupportModule).Assembly);

    /// <summary>Its commands.</summary>
    public static IServiceCollection AddSupport(this IServiceCollection services) => services
        .AddKnowledge();
}
