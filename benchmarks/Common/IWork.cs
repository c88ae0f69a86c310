namespace Doorward.Benchmarks;

/// <summary>What clients ask for over and over, and what is stored of it.</summary>
internal interface IWork
{
    /// <summary>Makes ready for a run of that length.</summary>
    /// <returns>The place to begin at, and the one to stop before.</returns>
    Task<(long First, long End)> Ready(TimeSpan time, CancellationToken cancellation);

    /// <summary>The request at a place, whole. Its bytes stay as they are until the answer is there.</summary>
    byte[] Request(long place);

    /// <summary>Whether an answer says that it was done.</summary>
    bool IsDone(ReadOnlySpan<byte> answer);

    /// <summary>Rows that are stored of it by now; null where it stores nothing.</summary>
    Task<long?> Count(CancellationToken cancellation);

    /// <summary>A run is over: the places before <paramref name="next"/> are used up. What it left to be done must not disturb the next one.</summary>
    Task Took(long next, double perSecond, CancellationToken cancellation);
}
