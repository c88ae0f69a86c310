using System.Diagnostics;
using System.Text;

namespace Doorward.Benchmarks.Load;

/// <summary>What a run of the clients came to.</summary>
internal sealed record Run(long Done, double PerSecond, int[] Microseconds, long Next);

/// <summary>A number of clients in a closed loop: each sends the next request when it has the answer to the last.</summary>
internal sealed class Clients(IWork work)
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private long _place;
    private long _end;

    /// <summary>Warms up, then measures. The connections are spread evenly over the ports.</summary>
    /// <exception cref="InvalidOperationException">An answer was not what it should be.</exception>
    public async Task<Run> Ask(IReadOnlyList<int> ports, int connections, long first, long end, TimeSpan measure, CancellationToken cancellation)
    {
        (_place, _end) = (first - 1, end);
        var began = Stopwatch.GetTimestamp() + Ticks(WarmUp);
        var ends = began + Ticks(measure);
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(
            n => Task.Run(() => Client(ports[n % ports.Count], began, ends, cancellation), cancellation)));
        var taken = clients.SelectMany(client => client.Microseconds).ToArray();
        var last = Math.Min(clients.Max(client => client.Last), ends);
        return new Run(clients.Sum(client => client.Done), taken.Length / Stopwatch.GetElapsedTime(began, last).TotalSeconds, taken, Math.Min(_place + 1, end));
    }

    private async Task<(long Done, List<int> Microseconds, long Last)> Client(int port, long began, long ends, CancellationToken cancellation)
    {
        using var connection = new Connection();
        await connection.Connect(port, cancellation);
        var microseconds = new List<int>(64 * 1024);
        var asked = 0;
        for (var now = Stopwatch.GetTimestamp(); now < ends && !cancellation.IsCancellationRequested;)
        {
            var place = Interlocked.Increment(ref _place);
            if (place >= _end)
            {
                return (asked, microseconds, now);
            }

            var answer = await connection.Ask(work.Request(place));
            if (!work.IsDone(answer.Span))
            {
                throw new InvalidOperationException($"Number {place} was not done: {(answer.IsEmpty ? "the server closed the connection." : Encoding.UTF8.GetString(answer.Span))}");
            }

            asked++;
            var done = Stopwatch.GetTimestamp();
            if (done >= began && done <= ends)
            {
                microseconds.Add((int)Stopwatch.GetElapsedTime(now, done).TotalMicroseconds);
            }

            now = done;
        }

        return (asked, microseconds, ends);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
