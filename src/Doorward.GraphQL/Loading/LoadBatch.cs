namespace Doorward.GraphQL.Loading;

/// <summary>The keys of one batch, and where their outcomes go.</summary>
public sealed class LoadBatch<TKey, TValue>
    where TKey : notnull
{
    private readonly TaskCompletionSource<TValue>[] sources;
    private readonly Dictionary<TKey, TaskCompletionSource<TValue>> byKey;

    internal LoadBatch(IReadOnlyList<TKey> keys, TaskCompletionSource<TValue>[] sources)
    {
        Keys = keys;
        this.sources = sources;
        byKey = new Dictionary<TKey, TaskCompletionSource<TValue>>(sources.Length);
        for (var i = 0; i < sources.Length; i++)
        {
            byKey[keys[i]] = sources[i];
        }
    }

    /// <summary>The keys, each once, in the order they were first asked for.</summary>
    public IReadOnlyList<TKey> Keys { get; }

    /// <summary>The value of a key; keys that are not part of the batch are ignored.</summary>
    public void Set(TKey key, TValue value) => byKey.GetValueOrDefault(key)?.TrySetResult(value);

    /// <summary>The error of a key, which the fields that asked for it report.</summary>
    public void Fail(TKey key, Exception error) => byKey.GetValueOrDefault(key)?.TrySetException(error);

    internal void Complete()
    {
        foreach (var source in sources)
        {
            source.TrySetResult(default!);
        }
    }

    internal void FailRest(Exception failure)
    {
        foreach (var source in sources)
        {
            if (source.TrySetException(failure))
            {
                // the fields that wait observe it; a key nobody waits for any more must not end the process
                _ = source.Task.Exception;
            }
        }
    }
}
