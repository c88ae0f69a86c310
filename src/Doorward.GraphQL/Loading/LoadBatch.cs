namespace Doorward.GraphQL.Loading;

/// <summary>The keys of one batch, and where their outcomes go.</summary>
public sealed class LoadBatch<TKey, TValue>
    where TKey : notnull
{
    private readonly TaskCompletionSource<TValue>[] sources;
    private Dictionary<TKey, TaskCompletionSource<TValue>>? byKey;
    private int next;

    internal LoadBatch(IReadOnlyList<TKey> keys, TaskCompletionSource<TValue>[] sources)
    {
        Keys = keys;
        this.sources = sources;
    }

    /// <summary>The keys, each once, in the order they were first asked for.</summary>
    public IReadOnlyList<TKey> Keys { get; }

    /// <summary>The value of a key; keys that are not part of the batch are ignored.</summary>
    public void Set(TKey key, TValue value) => Find(key)?.TrySetResult(value);

    /// <summary>The error of a key, which the fields that asked for it report.</summary>
    public void Fail(TKey key, Exception error) => Find(key)?.TrySetException(error);

    // Outcomes mostly come in the order of the keys; only where they do not, is a table made.
    private TaskCompletionSource<TValue>? Find(TKey key)
    {
        var expected = next;
        if (byKey is null && expected < sources.Length && EqualityComparer<TKey>.Default.Equals(Keys[expected], key))
        {
            next = expected + 1;
            return sources[expected];
        }

        lock (sources)
        {
            if (byKey is null)
            {
                var table = new Dictionary<TKey, TaskCompletionSource<TValue>>(sources.Length);
                for (var i = 0; i < sources.Length; i++)
                {
                    table[Keys[i]] = sources[i];
                }

                byKey = table;
            }

            return byKey.GetValueOrDefault(key);
        }
    }

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
