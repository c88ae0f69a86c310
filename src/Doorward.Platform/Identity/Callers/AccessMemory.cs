using System.Collections.Concurrent;

namespace Doorward.Platform.Identity;

/// <summary>
/// Remembers who is behind a credential: for half a minute at the most, and no longer than nothing happened, on any node, that changes access.
/// </summary>
public sealed class AccessMemory<TKey, TValue>(CallerDirectory changes, TimeProvider time)
    where TKey : notnull
    where TValue : class
{
    private const int Most = 50_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TKey, Known> _known = new();

    /// <summary>What to remember an answer under that is looked up now: take it before looking.</summary>
    public int Generation => changes.Generation;

    /// <summary>What is remembered; null for nothing.</summary>
    public TValue? Find(TKey key) =>
        _known.TryGetValue(key, out var known) && known.Generation == changes.Generation && known.Until > time.GetTimestamp() ? known.Value : null;

    /// <summary>Remembers an answer, unless something has changed since <paramref name="generation"/> was taken: it may be older than the change.</summary>
    public void Remember(TKey key, TValue value, int generation)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[key] = new Known(value, generation, time.GetTimestamp() + (long)(Remembered.TotalSeconds * time.TimestampFrequency));
    }

    private readonly record struct Known(TValue Value, int Generation, long Until);
}
