namespace Doorward.Benchmarks.Bookings;

/// <summary>
/// In which order slots are taken: here and there within the next 25 hours, as people do. One after the other, all bookings of a moment would
/// fall on one page of the table. In a block every applicant takes one slot.
/// </summary>
internal static class Order
{
    public const int Block = Ids.Applicants;

    public const int Stride = 1009;

    /// <summary>The number of the slot at a place in the order.</summary>
    public static long Slot(long place) => place / Block * Block + place % Block * Stride % Block;
}
