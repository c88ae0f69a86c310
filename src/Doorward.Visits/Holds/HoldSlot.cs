using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Visits.Applicants;
using Doorward.Visits.Slots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Holds;

/// <summary>A slot is kept for an applicant for some minutes.</summary>
/// <param name="PersonId">Who asks; null: Doorward itself, for a draft.</param>
/// <param name="ForApplicantId">For whom; null where an applicant asks for themselves.</param>
/// <param name="Key">Whose it is, to release it by; null where a person asks.</param>
internal sealed record HoldSlot(
    Guid Id, Guid SlotId, Guid OrganizationId, Guid? PersonId, Guid? ForApplicantId, DateTimeOffset Until, string? Key, string? Traceparent);

internal sealed record HoldSlotRequest(
    [property: Description("For whom; staff must say so, applicants hold for themselves.")] Guid? ApplicantId = null,
    [property: Description("How long; 15 when left out. The agency may have set a lower bound than a day.")]
    [property: Range(1, 1440)] int? Minutes = null)
{
    public static HoldSlotRequest Example { get; } = new(Applicant.Example.Id, 15);
}

internal static class HoldSlotEndpoint
{
    private const int UsualMinutes = 15;

    private static readonly Refusals Refusals = new(
        ShowSlot.NoSuchSlot,
        new Refusal("no_such_applicant", 404, "There is no such applicant."),
        new Refusal("not_an_applicant", 403, "Only an applicant of this agency can hold a slot for themselves."),
        Staff.NoLonger,
        new Refusal("slot_held", 409, "This slot is held for somebody else for some minutes. Choose another, or try again later."),
        new Refusal("slot_taken", 409, "Somebody else has taken this slot. Choose another."),
        new Refusal("slot_cancelled", 409, "This slot was cancelled. Choose another."),
        new Refusal("slot_in_the_past", 409, "This slot has already begun. Choose a later one."),
        new Refusal("applicant_busy", 409, "The applicant has a visit, or holds another slot, at that time. Give that up first, or choose another slot."),
        new Refusal("too_many_holds", 409, "The applicant holds as many slots as one person may. Release one of them first."));

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapPost("/{id:guid}/hold", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .Takes(HoldSlotRequest.Example)
        .Answers(new SlotAnswer(Slot.Example with
        {
            Status = "held", HeldUntil = Slot.Example.CreatedAt.AddMinutes(UsualMinutes), HeldBy = Applicant.Example.Id,
        }))
        .WithName("holdSlot")
        .WithSummary("Hold a slot")
        .WithDescription("Keeps a slot for one applicant for some minutes, at the longest until it begins: nobody else can book it, and it lapses by itself. "
            + "Asking again is harmless, and does not make it longer.");

    private static async Task<Results<Ok<SlotAnswer>, ProblemHttpResult>> Handle(
        [Description("The slot's id.")] Guid id, HoldSlotRequest request, Caller caller, CommandBatcher<HoldSlot, Outcome<Slot>> holds, HoldRules rules,
        TimeProvider time, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var minutes = request.Minutes ?? Math.Min(UsualMinutes, rules.LongestMinutes);
        if (minutes < 1 || minutes > rules.LongestMinutes)
        {
            errors.Add("minutes", $"must be from 1 to {rules.LongestMinutes}.");
        }

        if (caller.IsStaff && request.ApplicantId is null)
        {
            errors.Add("applicant_id", "is required of staff: for whom is it held?");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new HoldSlot(
            Guid.CreateVersion7(), id, caller.OrganizationId, caller.PersonId, request.ApplicantId, time.GetUtcNow().AddMinutes(minutes), null,
            DoorwardTelemetry.Traceparent);
        var outcome = await holds.Submit(command, cancellation);
        return outcome.Value is { } slot ? TypedResults.Ok(new SlotAnswer(slot))
            : Refusals.Of(outcome.Code is "no_longer_staff" && !caller.IsStaff ? "no_such_applicant" : outcome.Code);
    }
}

internal sealed class HoldSlotStatement(TimeProvider time, HoldRules rules) : CommandStatement<HoldSlot, Outcome<Slot>>
{
    public override string Text { get; } = Sql.Of<HoldSlot>();

    public override void Bind(Parameters parameters, IReadOnlyList<HoldSlot> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.SlotId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.PersonId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.ForApplicantId)
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.Until.ToUniversalTime())
        .Add(commands, NpgsqlDbType.Text, c => c.Key)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow())
        .Add(NpgsqlDbType.Integer, rules.PerApplicant);

    public override Outcome<Slot> Read(NpgsqlDataReader row, HoldSlot command) =>
        row.GetString(1) is "held" ? new("held", Slot.Read(row, 2)) : new(row.GetString(1), null);

    // Two holds of one applicant may overlap, or want the same place, which the statement cannot decide between its own rows.
    public override (Guid First, Guid Second) Alone(HoldSlot command) => (command.ForApplicantId ?? command.PersonId ?? default, default);

    public override Outcome<Slot>? Violates(string constraint, HoldSlot command) => constraint switch
    {
        "bookings_one_confirmed_per_slot" => new("slot_held", null),
        "bookings_of_applicant_do_not_overlap" => new("applicant_busy", null),
        "bookings_one_hold_per_place" => new("too_many_holds", null),
        _ => null,
    };

    // Somebody was first, perhaps the same applicant elsewhere: a fresh snapshot has it, and decides.
    public override bool WasOvertaken(string constraint) => constraint is "bookings_one_confirmed_per_slot" or "bookings_of_applicant_do_not_overlap"
        or "bookings_one_hold_per_place" or "bookings_confirmed_only_on_live_slots";
}
