using System.Collections.Concurrent;
using Doorward.Platform.Events.Log;

namespace Doorward.Support.Graph;

/// <summary>
/// What an event is about, loaded once for all subscribers of this node: the first one who is told reads it, the others share the reading.
/// </summary>
internal sealed class Shared<T>
    where T : class
{
    private const int Most = 2000;

    private readonly ConcurrentDictionary<LogCursor, Lazy<Task<T?>>> _loads = new();

    public async Task<T?> Load(LogCursor cursor, Func<Task<T?>> load)
    {
        if (_loads.Count >= Most)
        {
            _loads.Clear(); // subscribers are told at about the same time, so old readings have been shared by now
        }

        var mine = _loads.GetOrAdd(cursor, _ => new Lazy<Task<T?>>(load));
        try
        {
            return await mine.Value;
        }
        catch
        {
            _loads.TryRemove(new KeyValuePair<LogCursor, Lazy<Task<T?>>>(cursor, mine)); // the next one tries again
            throw;
        }
    }
}
