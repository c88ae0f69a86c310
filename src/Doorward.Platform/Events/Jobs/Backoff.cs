namespace Doorward.Platform.Events.Jobs;

/// <summary>When to try again: twice as long each time, from one second to an hour, with jitter so that what failed together does not return together.</summary>
internal static class Backoff
{
    private const double Longest = 3600;

    public static TimeSpan After(int attempts, double jitter) =>
        TimeSpan.FromSeconds(Math.Min(Longest, Math.Pow(2, Math.Min(attempts - 1, 12))) * (0.5 + (jitter / 2)));
}
