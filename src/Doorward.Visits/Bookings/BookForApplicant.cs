using Doorward.Platform.Commands;
using Doorward.Platform.Identity;
using Npgsql;

namespace Doorward.Visits.Bookings;

/// <summary>A visit that was booked for somebody.</summary>
public sealed record BookedVisit(
    Guid BookingId, Guid SlotId, Guid ApplicantId, Guid PropertyId, Guid AgentId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>
/// Staff books a visit for an applicant inside a transaction of another module, with the very statement that applicants book by. The log names
/// the staff member as who did it.
/// </summary>
public sealed class BookForApplicant
{
    private readonly CommandStatement<BookVisit, Outcome<Booking>> _statement;

    /// <summary>Made by the program's composition.</summary>
    internal BookForApplicant(CommandStatement<BookVisit, Outcome<Booking>> statement) => _statement = statement;

    /// <summary>Books. A refusal writes nothing, so the transaction may go on and commit something else.</summary>
    /// <param name="transaction">From <see cref="Transactions"/>, which runs the whole of it again where this statement was overtaken.</param>
    /// <param name="organizationId">Whose slot and applicant; it must be the actor's own.</param>
    /// <param name="slotId">An open slot, or one that is held for the applicant: their hold becomes the booking.</param>
    /// <param name="applicantId">For whom.</param>
    /// <param name="actor">The staff member; who has left meanwhile is refused.</param>
    /// <param name="notes">What the agent should know; may be empty.</param>
    /// <param name="traceparent">W3C trace context, for the log.</param>
    /// <param name="cancellation">Of the request.</param>
    /// <returns>
    /// <c>booked</c>, or a refusal: <c>slot_taken</c>, <c>slot_held</c> (for somebody else, for some minutes), <c>slot_cancelled</c>,
    /// <c>slot_in_the_past</c>, <c>no_such_slot</c>, <c>applicant_busy</c>, <c>no_such_applicant</c>, <c>no_longer_staff</c>.
    /// </returns>
    /// <exception cref="StatementOvertaken">Somebody was faster; run the transaction again from its beginning.</exception>
    public async Task<Outcome<BookedVisit>> Run(
        NpgsqlTransaction transaction, Guid organizationId, Guid slotId, Guid applicantId, Caller actor, string notes, string? traceparent,
        CancellationToken cancellation)
    {
        var command = new BookVisit(
            Guid.CreateVersion7(), slotId, notes, default, actor with { OrganizationId = organizationId }, traceparent, applicantId);
        var outcome = await _statement.Carry(transaction.Connection!, command, cancellation);
        return new(outcome.Code, outcome.Value is not { } booking ? null : new BookedVisit(
            booking.Id, booking.SlotId, booking.ApplicantId, booking.PropertyId, booking.AgentId, booking.StartsAt, booking.EndsAt));
    }
}
