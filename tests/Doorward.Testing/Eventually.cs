using System.Diagnostics;

namespace Doorward.Testing;

/// <summary>For what another part does on its own time: asks until it is so, and fails when it is not so in ten seconds.</summary>
public static class Eventually
{
    public static async Task Is<T>(T expected, Func<Task<T>> actual)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var found = await actual();
            if (EqualityComparer<T>.Default.Equals(found, expected))
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(10))
            {
                throw new TimeoutException($"After ten seconds it is still {found}, not {expected}.");
            }

            await Task.Yield();
        }
    }
}
