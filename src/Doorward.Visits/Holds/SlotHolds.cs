using Doorward.Platform.Commands;
using Doorward.Platform.Postgres;
using Doorward.Visits.Slots;
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

/// <summary>
/// Holds that another module places and releases inside a transaction of its own: the slots that a draft offers. Outside
/// <see cref="Transactions"/>, in a job's writes say, an overtaken statement throws and the job is tried again: nothing is half done.
/// </summary>
public sealed class SlotHolds
{
    private static readonly string LockText = Sql.Read(typeof(SlotHolds).Assembly, "Holds/LockSlots.sql");
    private static readonly string ReleaseText = Sql.Read(typeof(SlotHolds).Assembly, "Holds/ReleaseHoldsOfKey.sql");

    private readonly CommandStatement<HoldSlot, Outcome<Slot>> _statement;
    private readonly TimeProvider _time;

    internal SlotHolds(CommandStatement<HoldSlot, Outcome<Slot>> statement, TimeProvider time) => (_statement, _time) = (statement, time);

    /// <summary>Holds slots for an applicant, in the order given, as far as they can be had and as many as one person may hold at once.</summary>
    /// <param name="connection">Inside its open transaction: that of <see cref="Transactions"/>, or of a job's writes.</param>
    /// <param name="organizationId">Whose slots and applicant.</param>
    /// <param name="applicantId">For whom.</param>
    /// <param name="slotIds">Which.</param>
    /// <param name="until">When they lapse by themselves; a slot that begins before lapses then.</param>
    /// <param name="key">Whose they are, to release them by: the draft's id.</param>
    /// <param name="traceparent">W3C trace context, for the log.</param>
    /// <param name="cancellation">Of the work around it.</param>
    /// <returns>A row a slot. A slot that the applicant holds already is <c>held</c>, and stays as it was: until when, and whose.</returns>
    /// <exception cref="StatementOvertaken">Somebody was faster; run the transaction again from its beginning.</exception>
    public async Task<IReadOnlyList<HeldSlot>> Place(
        NpgsqlConnection connection, Guid organizationId, Guid applicantId, IReadOnlyList<Guid> slotIds, DateTimeOffset until, string key,
        string? traceparent, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(until, _time.GetUtcNow());
        var locking = new NpgsqlBatchCommand(LockText) { Parameters = { Reads.Is(organizationId), Reads.Is(slotIds.ToArray()) } };
        var wishes = slotIds.Select(slot => new HoldSlot(Guid.CreateVersion7(), slot, organizationId, null, applicantId, until, key, traceparent)).ToList();

        // One by one: each sees the places that those before it have taken.
        var outcomes = await _statement.CarryEach(connection, wishes, locking, cancellation);
        return [.. wishes.Zip(outcomes, (wish, outcome) => new HeldSlot(wish.SlotId, outcome.Code, outcome.Value?.HeldUntil))];
    }

    /// <summary>Gives back whatever is still held under a key. What its applicant has asked for themselves since is no longer under it.</summary>
    /// <param name="connection">Inside its open transaction.</param>
    /// <param name="organizationId">Whose slots.</param>
    /// <param name="key">As they were placed with.</param>
    /// <param name="traceparent">W3C trace context, for the log.</param>
    /// <param name="cancellation">Of the work around it.</param>
    public async Task Release(NpgsqlConnection connection, Guid organizationId, string key, string? traceparent, CancellationToken cancellation)
    {
        await using var release = new NpgsqlCommand(ReleaseText, connection);
        release.Parameters.AddRange(new[] { Reads.Is(organizationId), Reads.Is(key), Reads.Is(_time.GetUtcNow()), Reads.Is(traceparent) });
        await release.ExecuteNonQueryAsync(cancellation);
    }
}
