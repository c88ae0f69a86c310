namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>
/// How many slots a run could take: twice what the fastest run so far took. A run that takes them all ends early, and its rate is that of
/// the shorter time.
/// </summary>
internal sealed class Supply(double expected = 1_500)
{
    private double _fastest = expected;

    public long For(TimeSpan time) => (long)(time.TotalSeconds * 2 * _fastest);

    public void Learn(double perSecond) => _fastest = Math.Max(_fastest, perSecond);
}
