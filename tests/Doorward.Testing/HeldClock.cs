namespace Doorward.Testing;

/// <summary>A clock whose hands we hold: what commands call now. Timers go on in real time, so that nothing waits for ever.</summary>
public sealed class HeldClock : TimeProvider
{
    private long _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    /// <summary>Moves the hands on.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
