using Npgsql;

namespace Doorward.Visits.Holds;

/// <summary>What became of a wish to hold a slot.</summary>
/// <param name="SlotId">The slot.</param>
/// <param name="Code">
/// <c>held</c>, or why not: <c>slot_held</c> (for somebody else), <c>slot_taken</c>, <c>slot_cancelled</c>, <c>slot_in_the_past</c>,
/// <c>no_such_slot</c>, <c>applicant_busy</c>, <c>too_many_holds</c>, <c>no_such_applicant</c>.
/// </param>
/// <param name="HeldUntil">Until when, where it is held; never past its beginning.</param>
public sealed record HeldSlot(Guid SlotId, string Code, DateTimeOffset? HeldUntil);

/// <summary>Holds that another module places and releases inside a transaction of its own: the slots that a draft offers.</summary>
public sealed class SlotHolds
{
    /// <summary>Holds slots for an applicant, in the order given, as far as they can be had and as many as one person may hold at once.</summary>
    /// <param name="connection">Inside its open transaction: that of <c>Transactions</c>, or of a job's writes.</param>
    /// <param name="organizationId">Whose slots and applicant.</param>
    /// <param name="applicantId">For whom.</param>
    /// <param name="slotIds">Which.</param>
    /// <param name="until">When they lapse by themselves, at the latest when the slot begins.</param>
    /// <param name="key">Whose they are, to release them by: the draft's id.</param>
    /// <param name="traceparent">W3C trace context, for the log.</param>
    /// <param name="cancellation">Of the work around it.</param>
    /// <returns>A row a slot. A slot that the applicant holds already is <c>held</c>, and stays as it was.</returns>
    public Task<IReadOnlyList<HeldSlot>> Place(
        NpgsqlConnection connection, Guid organizationId, Guid applicantId, IReadOnlyList<Guid> slotIds, DateTimeOffset until, string key,
        string? traceparent, CancellationToken cancellation) => throw new NotSupportedException("Holds come within the hour.");

    /// <summary>Gives back whatever is still held under a key.</summary>
    public Task Release(NpgsqlConnection connection, Guid organizationId, string key, string? traceparent, CancellationToken cancellation) =>
        throw new NotSupportedException("Holds come within the hour.");
}
