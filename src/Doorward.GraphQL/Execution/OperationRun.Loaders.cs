using Doorward.GraphQL.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL.Execution;

internal sealed partial class OperationRun
{
    private Dictionary<Type, DataLoader>? loaders;

    /// <summary>The request's loader of a type: one instance, made with the request's services.</summary>
    public T Loader<T>()
        where T : DataLoader
    {
        // resolvers are started by the pump only, one at a time, so this needs no lock
        loaders ??= [];
        if (!loaders.TryGetValue(typeof(T), out var loader))
        {
            loaders[typeof(T)] = loader = ActivatorUtilities.CreateInstance<T>(Services);
            loader.Scheduler = this;
        }

        return (T)loader;
    }
}
