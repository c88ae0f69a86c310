namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>A clock that stands still until told to go on. Its timers are the system's: only what is asked of it is held.</summary>
internal sealed class HeldClock : TimeProvider
{
    private long ticks = new DateTimeOffset(2030, 5, 14, 9, 30, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public void Passes(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);

    public void PassesSeconds(double seconds) => Passes(TimeSpan.FromSeconds(seconds));
}
