namespace Doorward.Platform.Live.Sockets;

/// <summary>How much a connection may ask: fifty messages a second, a hundred at once; and a hundred refusals, forgiven at one a second.</summary>
internal sealed class Allowance(TimeProvider time)
{
    private const double Burst = 100;
    private const double PerSecond = 50;
    private const double MostRefused = 100;

    private double _left = Burst;
    private double _refused;
    private long _at = time.GetTimestamp();

    /// <summary>Counts a message; false: one too many.</summary>
    public bool Take()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(_at, now).TotalSeconds;
        (_left, _refused, _at) = (Math.Min(Burst, _left + (passed * PerSecond)), Math.Max(0, _refused - passed), now);
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }

    /// <summary>Counts a refused message; false: that is no mistake any more.</summary>
    public bool Forgive() => ++_refused <= MostRefused;
}
