using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Slots;

/// <summary>An agent withdraws a slot, and with it the visit that was booked in it.</summary>
internal sealed record CancelSlot(Guid SlotId, Caller By, string? Traceparent);

internal static class CancelSlotEndpoint
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_slot", 404, "There is no such slot."),
        new Refusal("not_your_slot", 403, "Only the agent of this slot, or an owner of the agency, can cancel it."));

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapDelete("/{id:guid}", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .WithName("cancelSlot")
        .WithSummary("Cancel a slot")
        .WithDescription("Withdraws one's own slot; a visit booked in it becomes cancelled_by_agent in the same instant. Asking twice is harmless.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The slot's id.")] Guid id, Caller caller, CommandBatcher<CancelSlot, Outcome<Done>> cancellations, CancellationToken cancellation)
    {
        var outcome = await cancellations.Submit(new CancelSlot(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class CancelSlotStatement(TimeProvider time) : CommandStatement<CancelSlot, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<CancelSlot>();

    public override void Bind(Parameters parameters, IReadOnlyList<CancelSlot> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.SlotId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Boolean, c => c.By.Role is Role.Owner)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, CancelSlot command) =>
        new(row.GetString(1), row.GetString(1) is "cancelled" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(CancelSlot command) => (command.SlotId, default);

    // A booking committed while we waited for the slot's lock; the next snapshot has it, and cancels it too.
    public override bool WasOvertaken(string constraint) => constraint is "bookings_confirmed_only_on_live_slots";
}
