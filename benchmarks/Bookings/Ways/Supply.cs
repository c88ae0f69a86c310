namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>How many slots a run could take; when it takes them all it ends early, and its rate is that of the shorter time.</summary>
internal static class Supply
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static long For(int connections, TimeSpan time) => (long)((WarmUp + time).TotalSeconds * (connections == 1 ? 3_000 : 10_000));
}
