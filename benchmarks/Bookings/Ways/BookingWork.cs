using Doorward.Benchmarks.Bookings.Database;

namespace Doorward.Benchmarks.Bookings.Ways;

/// <summary>Booking the next free slot, each applicant with a token of their own.</summary>
/// <param name="requests">One of each applicant, for slot 0.</param>
internal sealed class BookingWork(Slots slots, IReadOnlyList<byte[]> requests) : IWork
{
    private readonly Supply _supply = new();

    public static byte[] FirstRequest(string token) => Load.Connection.Post("/api/v1/bookings", token, "{\"slot_id\":\"" + Ids.Of(7, 0) + "\"}");

    public async Task<(long First, long End)> Ready(TimeSpan time, CancellationToken cancellation)
    {
        var supply = _supply.For(time);
        var first = await slots.Supply(supply, cancellation);
        return (first, first + supply);
    }

    public byte[] Request(long place)
    {
        // Two bytes, "}, follow the id, of which only the last twelve digits differ. In a block every applicant takes one slot, so that no two
        // clients write in the same request.
        var slot = Order.Slot(place);
        var request = requests[(int)(slot % requests.Count)];
        slot.TryFormat(request.AsSpan(request.Length - 14, 12), out _, "x12");
        return request;
    }

    public bool IsDone(ReadOnlySpan<byte> answer) => answer.Length > 12 && answer.Slice(9, 3).SequenceEqual("201"u8);

    public async Task<long?> Count(CancellationToken cancellation) => await slots.CountBookings(cancellation);

    public Task Took(long next, double perSecond, CancellationToken cancellation)
    {
        slots.Took(next);
        _supply.Learn(perSecond);
        return slots.Rest(cancellation);
    }
}
