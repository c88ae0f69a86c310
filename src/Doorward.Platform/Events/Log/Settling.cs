namespace Doorward.Platform.Events.Log;

/// <summary>
/// How long to wait for rows that are committed and not final yet. The transaction that holds them back is over in a moment as a rule; where it is a long
/// one, of whatever database of the cluster, looking every few milliseconds would only keep it from ending.
/// </summary>
internal struct Settling
{
    private const int MostDoublings = 7;

    private int _looks;

    /// <summary>The wait before the next look: while rows are held back 2 ms, then twice as long each time, to a quarter of a second.</summary>
    /// <param name="isAhead">Whether rows are committed and not final.</param>
    /// <param name="poll">The wait when none are.</param>
    public TimeSpan Wait(bool isAhead, TimeSpan poll)
    {
        if (!isAhead)
        {
            Over();
            return poll;
        }

        return TimeSpan.FromMilliseconds(2 << Math.Min(_looks++, MostDoublings));
    }

    /// <summary>Something became final.</summary>
    public void Over() => _looks = 0;
}
