namespace Doorward.Visits.Applicants.Screening;

/// <summary>How long to wait before the same thing is tried again.</summary>
internal static class Pauses
{
    private const double LongestSeconds = 60;

    /// <summary>Twice as long after each failure, from a second to a minute, with jitter: what failed together does not come back together.</summary>
    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(LongestSeconds, Math.Pow(2, Math.Min(failures - 1, 10))) * (0.5 + (Random.Shared.NextDouble() / 2)));

    /// <summary>Waits, unless it is told to stop; it does not throw.</summary>
    public static async Task Wait(this TimeProvider time, TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
