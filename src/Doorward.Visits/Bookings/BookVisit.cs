using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Bookings;

/// <summary>An applicant takes an open slot; or staff takes it for them.</summary>
/// <param name="ForApplicantId">For whom, where <paramref name="By"/> is staff; null where the applicant asks.</param>
internal sealed record BookVisit(Guid Id, Guid SlotId, string Notes, IdempotencyKey Key, Caller By, string? Traceparent, Guid? ForApplicantId = null);

internal sealed record BookVisitRequest(
    [property: Description("The slot to take.")] Guid? SlotId,
    [property: Description("Anything the agent should know.")]
    [property: MaxLength(2000)] string? Notes = null)
{
    public static BookVisitRequest Example { get; } = new(Booking.Example.SlotId, Booking.Example.Notes);
}

internal static class BookVisitEndpoint
{
    private static readonly Refusals Refusals = new(
        new Refusal("not_an_applicant", 403, "Only an applicant of this agency can book a visit."),
        new Refusal("no_such_slot", 404, "There is no such slot."),
        new Refusal("slot_taken", 409, "Somebody else has taken this slot. Choose another."),
        new Refusal("slot_held", 409, "This slot is held for somebody else for some minutes. Choose another, or try again later."),
        new Refusal("slot_cancelled", 409, "This slot was cancelled. Choose another."),
        new Refusal("slot_in_the_past", 409, "This slot has already begun. Choose a later one."),
        new Refusal("applicant_busy", 409, "You already have a visit at that time. Cancel it first, or choose another slot."),
        IdempotencyKey.Reused);

    public static void Map(IEndpointRouteBuilder bookings) => bookings
        .MapPost("/", Handle)
        .RequireApplicant()
        .Refuses(Refusals)
        .Takes(BookVisitRequest.Example)
        .Answers(new BookingAnswer(Booking.Example))
        .WithName("bookVisit")
        .WithSummary("Book a visit")
        .WithDescription("Takes a slot that is available, or held for the applicant who asks. Of two who ask at once, exactly one gets it. A hold of "
            + "one's own on another slot at that time is given up.");

    private static async Task<Results<Created<BookingAnswer>, ProblemHttpResult>> Handle(
        BookVisitRequest request, Caller caller, CommandBatcher<BookVisit, Outcome<Booking>> bookings, CancellationToken cancellation,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey = null)
    {
        var errors = new FieldErrors();
        var slotId = errors.Id("slot_id", request.SlotId);
        var notes = errors.OptionalProse("notes", request.Notes, 2000) ?? "";
        var key = IdempotencyKey.Of(idempotencyKey, (slotId, notes).ToString(), errors);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new BookVisit(Guid.CreateVersion7(), slotId, notes, key, caller, DoorwardTelemetry.Traceparent);
        var outcome = await bookings.Submit(command, cancellation);
        return outcome.Value is { } booking
            ? TypedResults.Created($"/api/v1/bookings/{booking.Id}", new BookingAnswer(booking))
            : Refusals.Of(outcome.Code);
    }
}

internal sealed class BookVisitStatement(TimeProvider time) : CommandStatement<BookVisit, Outcome<Booking>>
{
    public override string Text { get; } = Sql.Of<BookVisit>();

    public override void Bind(Parameters parameters, IReadOnlyList<BookVisit> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.SlotId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Notes)
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow())
        .Add(commands, NpgsqlDbType.Uuid, c => c.ForApplicantId);

    public override Outcome<Booking> Read(NpgsqlDataReader row, BookVisit command) =>
        row.GetString(1) is "booked" ? new("booked", Booking.Read(row, 2)) : new(row.GetString(1), null);

    // An applicant's visits must not overlap, which the statement cannot decide between two rows of its own.
    public override (Guid First, Guid Second) Alone(BookVisit command) => (command.By.PersonId, command.ForApplicantId ?? default);

    public override Outcome<Booking>? Violates(string constraint, BookVisit command) => constraint switch
    {
        "bookings_one_confirmed_per_slot" => new("slot_taken", null),
        "bookings_of_applicant_do_not_overlap" => new("applicant_busy", null),
        _ => null,
    };

    // Another node was first, perhaps with the same key: a fresh snapshot has its booking, and decides.
    public override bool WasOvertaken(string constraint) => constraint is "bookings_one_per_key" or "bookings_confirmed_only_on_live_slots"
        or "bookings_one_confirmed_per_slot" or "bookings_of_applicant_do_not_overlap";
}
