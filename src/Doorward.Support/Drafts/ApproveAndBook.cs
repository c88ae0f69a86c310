using Doorward.GraphQL;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Doorward.Support.Graph;
using Doorward.Visits.Bookings;
using Doorward.Visits.Slots;
using Npgsql;

namespace Doorward.Support.Drafts;

/// <summary>
/// Approves a draft and books the visit that it offers in one transaction: reply, booking, audit and events together, or nothing. The slot is
/// locked before the conversation, as no other command locks both.
/// </summary>
internal sealed class ApproveAndBook(
    Transactions transactions, BookForApplicant bookings, CommandStatement<ApproveReply, Reviewed> approvals, FreeSlots slots, NpgsqlDataSource database,
    TimeProvider time)
{
    private static readonly string CustomerText = Sql.Read(typeof(ApproveAndBook).Assembly, "Drafts/CustomerOfConversation.sql");
    private static readonly string WantedText = Sql.Read(typeof(ApproveAndBook).Assembly, "Drafts/WantedSlot.sql");

    private static readonly Refusals Refusals = new(
        new Refusal("conversation_without_applicant", 409, "This customer is not known as an applicant, so no visit can be booked for them. Link the conversation to an applicant first."),
        new Refusal("no_such_applicant", 409, "This customer is no longer an applicant of the agency."),
        new Refusal("no_such_slot", 404, "There is no such slot."),
        new Refusal("slot_taken", 409, "Somebody else has taken this slot. Nothing was sent; offer another."),
        new Refusal("slot_held", 409, "This slot is held for somebody else. Nothing was sent; offer another."),
        new Refusal("slot_cancelled", 409, "This slot was cancelled. Nothing was sent; offer another."),
        new Refusal("slot_in_the_past", 409, "This slot has already begun. Nothing was sent; offer another."),
        new Refusal("applicant_busy", 409, "The customer has another visit at that time. Nothing was sent; offer another."));

    /// <exception cref="RefusalException">The visit cannot be booked; nothing was sent. With <c>alternatives</c> near the slot that was wanted.</exception>
    public async Task<Reviewed> Run(ApproveReply approval, Guid conversationId, Guid slotId, CancellationToken cancellation)
    {
        var (reviewed, booked) = await transactions.Run<(Reviewed, Outcome<BookedVisit>)>(
            nameof(ApproveAndBook),
            async (transaction, stopping) =>
            {
                var organization = approval.By.OrganizationId;
                var booked = await Customer(transaction, organization, conversationId, stopping) is { } applicant
                    ? await bookings.Run(transaction, organization, slotId, applicant, approval.By, "", approval.Traceparent, stopping)
                    : new("conversation_without_applicant", null);

                // What became of the draft comes before what became of the slot: it may be gone because somebody approved the draft with it.
                var reviewed = await approvals.Carry(transaction.Connection!, approval with { BookingId = booked.Value?.BookingId }, stopping);
                return reviewed.Outcome is "approved" && booked.Value is not null ? Ending.Keep((reviewed, booked)) : Ending.TakeBack((reviewed, booked));
            },
            cancellation);
        return reviewed.Outcome is "approved" && booked.Value is null ? throw await Refuse(booked.Code, approval.By.OrganizationId, slotId, cancellation) : reviewed;
    }

    private static async Task<Guid?> Customer(NpgsqlTransaction transaction, Guid organization, Guid conversation, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(CustomerText, transaction.Connection, transaction);
        command.Parameters.Add(Reads.Is(organization));
        command.Parameters.Add(Reads.Is(conversation));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }

    private async Task<RefusalException> Refuse(string code, Guid organization, Guid slotId, CancellationToken cancellation)
    {
        var refusal = Refusals.Named(code);
        return code is "conversation_without_applicant" or "no_such_applicant"
            ? refusal
            : new RefusalException(refusal.Code, refusal.Message)
            {
                Extensions = new Dictionary<string, object?> { ["alternatives"] = await Alternatives(organization, slotId, cancellation) },
            };
    }

    /// <summary>Up to three free slots of the same property within a fortnight, the nearest to the wanted one first.</summary>
    private async Task<List<Dictionary<string, object?>>> Alternatives(Guid organization, Guid slotId, CancellationToken cancellation)
    {
        var wanted = await database.One(
            WantedText, row => new Wanted(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)), cancellation, Reads.Is(organization), Reads.Is(slotId));
        var now = time.GetUtcNow();
        var near = wanted is null || wanted.StartsAt < now ? now : wanted.StartsAt;
        var free = await slots.Find(
            organization, new FreeSlotsQuestion(wanted?.PropertyId, near.AddDays(-7) > now ? near.AddDays(-7) : now, near.AddDays(14), 100, null), cancellation);
        return [.. free.OrderBy(slot => (slot.StartsAt - near).Duration()).Take(3).Select(slot => new Dictionary<string, object?>
        {
            ["slotId"] = slot.Id.ToString(),
            ["propertyName"] = slot.PropertyName,
            ["timeZone"] = slot.TimeZone,
            ["startsAt"] = slot.StartsAt.ToString("O"),
            ["endsAt"] = slot.EndsAt.ToString("O"),
        })];
    }

    private sealed record Wanted(Guid PropertyId, DateTimeOffset StartsAt);
}
