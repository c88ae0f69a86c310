namespace Doorward.GraphQL.Loading;

/// <summary>Loads many keys at once and each key once a request. A resolver takes one as a parameter.</summary>
public abstract class DataLoader
{
    internal ILoadScheduler Scheduler { get; set; } = null!;

    internal abstract void Dispatch(CancellationToken cancellation);
}

/// <summary>
/// Collects the keys that are asked for until the request has nothing else to do, then loads them as one batch, in the order
/// they were first asked for. Values and errors are kept for the request.
/// </summary>
public abstract class DataLoader<TKey, TValue> : DataLoader
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, TaskCompletionSource<TValue>> known = [];
    private List<TKey> waiting = [];

    /// <summary>The most keys of one batch; more become several batches that run at the same time.</summary>
    protected virtual int MaxBatchSize => int.MaxValue;

    /// <summary>The value of a key, now or with the next batch.</summary>
    public Task<TValue> Load(TKey key)
    {
        bool isFirst;
        Task<TValue> task;
        lock (gate)
        {
            if (known.TryGetValue(key, out var found))
            {
                return found.Task;
            }

            var source = new TaskCompletionSource<TValue>();
            known[key] = source;
            waiting.Add(key);
            isFirst = waiting.Count == 1;
            task = source.Task;
        }

        if (isFirst)
        {
            Scheduler.Waits(this);
        }

        return task;
    }

    /// <summary>The values of several keys, in their order.</summary>
    public Task<TValue[]> Load(IEnumerable<TKey> keys) => Task.WhenAll(keys.Select(Load));

    /// <summary>Puts a value there that is known already, so that it is not loaded.</summary>
    public void Prime(TKey key, TValue value)
    {
        lock (gate)
        {
            if (!known.ContainsKey(key))
            {
                known[key] = new TaskCompletionSource<TValue>();
                known[key].SetResult(value);
            }
        }
    }

    /// <summary>Forgets a key, after a change: the next <see cref="Load(TKey)"/> loads it anew.</summary>
    public void Clear(TKey key)
    {
        lock (gate)
        {
            if (known.TryGetValue(key, out var source) && source.Task.IsCompleted)
            {
                known.Remove(key);
            }
        }
    }

    /// <summary>
    /// Loads a batch: sets a value or an error for each key. A key with neither gets the default, which for classes is null.
    /// An exception thrown here becomes the error of every key without an outcome.
    /// </summary>
    protected abstract Task Load(LoadBatch<TKey, TValue> batch, CancellationToken cancellation);

    internal override void Dispatch(CancellationToken cancellation)
    {
        List<TKey> keys;
        lock (gate)
        {
            (keys, waiting) = (waiting, []);
        }

        if (keys.Count <= MaxBatchSize)
        {
            _ = Run(keys, cancellation);
            return;
        }

        foreach (var chunk in keys.Chunk(MaxBatchSize))
        {
            _ = Run(chunk, cancellation);
        }
    }

    private async Task Run(IReadOnlyList<TKey> keys, CancellationToken cancellation)
    {
        var sources = new TaskCompletionSource<TValue>[keys.Count];
        lock (gate)
        {
            for (var i = 0; i < sources.Length; i++)
            {
                sources[i] = known[keys[i]];
            }
        }

        var batch = new LoadBatch<TKey, TValue>(keys, sources);
        try
        {
            await Load(batch, cancellation);
            batch.Complete();
        }
        catch (Exception failure)
        {
            batch.FailRest(failure);
        }
    }
}
