using System.Collections.Concurrent;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>
/// One key for many threads: the BCL does not promise that an RSA or ECDsa object bears concurrent calls, so each call has one to
/// itself. Holds as many as were ever in use at once. Nothing is disposed by hand: a call may still be under way when a key goes.
/// </summary>
internal sealed class KeyPool<T>(Func<T> create)
    where T : class
{
    private readonly ConcurrentBag<T> idle = [];

    public T Rent() => idle.TryTake(out var key) ? key : create();

    public void Return(T key) => idle.Add(key);
}
