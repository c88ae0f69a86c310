namespace Doorward.Benchmarks;

/// <summary>A way to do the work that is measured.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    Task<Figures> Measure(int connections, TimeSpan time, CancellationToken cancellation);
}
