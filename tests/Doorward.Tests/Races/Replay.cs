namespace Doorward.Tests.Races;

/// <summary>The log of slots and bookings, told in its order to somebody who knows nothing else and believes nothing twice.</summary>
internal sealed class Replay
{
    private readonly Dictionary<Guid, Guid> _bookedBy = [];
    private readonly Dictionary<Guid, Guid> _heldBy = [];

    /// <summary>What each slot and booking is by now.</summary>
    public Dictionary<Guid, string> States { get; } = [];

    public List<string> Faults { get; } = [];

    public void Tell(string cursor, string type, Guid subject, string? before, string? after, Guid? slot, Guid? booking, Guid? applicant)
    {
        var was = States.GetValueOrDefault(subject);
        var fault = type switch
        {
            "slot.opened" => was is not null ? "it was there already" : null,
            "slot.cancelled" => was != before ? $"it was {was ?? "unknown"}, not {before}"
                : _bookedBy.TryGetValue(subject, out var by) && by != booking ? $"it was booked by {by}, and the event names {booking?.ToString() ?? "nobody"}"
                : null,
            "slot.held" => was != "available" ? $"it was {was ?? "unknown"}" : !_heldBy.TryAdd(subject, applicant!.Value) ? "somebody held it" : null,
            "slot.released" => was != "held" ? $"it was {was ?? "unknown"}"
                : !_heldBy.Remove(subject, out var holder) || holder != applicant ? $"it was held by {holder}, not {applicant}"
                : null,
            "booking.confirmed" => was is not null ? "it was there already"
                : States.GetValueOrDefault(slot!.Value) is var open && open != "available" ? $"its slot {slot} was {open ?? "unknown"}"
                : null,
            "booking.cancelled" => was != "confirmed" ? $"it was {was ?? "unknown"}"
                : _bookedBy.GetValueOrDefault(slot!.Value) != subject ? $"its slot {slot} was not booked by it"
                : after == "cancelled_by_agent" != (States[slot.Value] == "cancelled") ? $"it is {after}, and its slot is {States[slot.Value]}"
                : null,
            _ => "of an unknown type",
        };
        if (fault is not null)
        {
            Faults.Add($"{cursor} {type} of {subject}: {fault}");
        }

        States[subject] = after!;
        if (type == "booking.confirmed")
        {
            (_bookedBy[slot!.Value], States[slot.Value]) = (subject, "booked");
        }
        else if (type == "booking.cancelled")
        {
            _bookedBy.Remove(slot!.Value);
            States[slot.Value] = States[slot.Value] == "cancelled" ? "cancelled" : "available";
        }
    }
}
