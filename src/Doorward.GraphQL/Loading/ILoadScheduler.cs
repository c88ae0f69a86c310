namespace Doorward.GraphQL.Loading;

/// <summary>Decides when waiting loaders run their batches: when the request has nothing else to do.</summary>
public interface ILoadScheduler
{
    /// <summary>The loader has keys to load. Called once until it is dispatched.</summary>
    void Waits(DataLoader loader);
}
