using System.Diagnostics;

namespace Doorward.Benchmarks.Bookings.Load;

/// <summary>What a run of the clients came to.</summary>
internal sealed record Run(long Booked, double PerSecond, int[] Microseconds, long NextSlot);

/// <summary>A number of clients in a closed loop: each sends the next booking when it has the answer to the last.</summary>
internal sealed class Clients(IReadOnlyList<byte[]> requests)
{
    private long _place;
    private long _end;

    /// <summary>Warms up, then measures.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 201.</exception>
    public async Task<Run> Book(int port, int connections, long first, long end, TimeSpan warmUp, TimeSpan measure, CancellationToken cancellation)
    {
        (_place, _end) = (first - 1, end);
        var began = Stopwatch.GetTimestamp() + Ticks(warmUp);
        var ends = began + Ticks(measure);
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(
            _ => Task.Run(() => Client(port, began, ends, cancellation), cancellation)));
        var taken = clients.SelectMany(client => client.Microseconds).ToArray();
        var last = Math.Min(clients.Max(client => client.Last), ends);
        return new Run(clients.Sum(client => client.Booked), taken.Length / Stopwatch.GetElapsedTime(began, last).TotalSeconds, taken, Math.Min(_place + 1, end));
    }

    private async Task<(long Booked, List<int> Microseconds, long Last)> Client(
        int port, long began, long ends, CancellationToken cancellation)
    {
        using var connection = new Connection();
        await connection.Connect(port, cancellation);
        var microseconds = new List<int>(64 * 1024);
        var booked = 0;
        for (var now = Stopwatch.GetTimestamp(); now < ends && !cancellation.IsCancellationRequested;)
        {
            var place = Interlocked.Increment(ref _place);
            if (place >= _end)
            {
                return (booked, microseconds, now);
            }

            var slot = Order.Slot(place);
            if (await connection.Book(requests[(int)(slot % requests.Count)], slot) is { } refusal)
            {
                throw new InvalidOperationException($"Booking slot {slot} was not answered 201: {refusal}");
            }

            booked++;
            var done = Stopwatch.GetTimestamp();
            if (done >= began && done <= ends)
            {
                microseconds.Add((int)Stopwatch.GetElapsedTime(now, done).TotalMicroseconds);
            }

            now = done;
        }

        return (booked, microseconds, ends);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
