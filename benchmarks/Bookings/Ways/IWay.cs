namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>A way to book visits.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation);
}
