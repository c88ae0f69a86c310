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

namespace Doorward.Visits.Bookings;

/// <summary>An applicant gives a visit up; its slot is open again.</summary>
internal sealed record CancelBooking(Guid BookingId, Caller By, string? Traceparent);

internal static class CancelBookingEndpoint
{
    private static readonly Refusals Refusals = new(
        new Refusal("no_such_booking", 404, "There is no such booking."),
        new Refusal("cancelled_by_agent", 409, "The agent has already cancelled this visit."),
        new Refusal("visit_in_the_past", 409, "This visit has already begun and can no longer be cancelled."));

    public static void Map(IEndpointRouteBuilder bookings) => bookings
        .MapDelete("/{id:guid}", Handle)
        .RequireApplicant()
        .Refuses(Refusals)
        .WithName("cancelBooking")
        .WithSummary("Cancel a visit")
        .WithDescription("Gives up one's own visit; its slot is available again in the same instant. Asking twice is harmless.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The booking's id.")] Guid id, Caller caller, CommandBatcher<CancelBooking, Outcome<Done>> cancellations, CancellationToken cancellation)
    {
        var outcome = await cancellations.Submit(new CancelBooking(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class CancelBookingStatement(TimeProvider time) : CommandStatement<CancelBooking, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<CancelBooking>();

    public override void Bind(Parameters parameters, IReadOnlyList<CancelBooking> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.BookingId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, CancelBooking command) =>
        new(row.GetString(1), row.GetString(1) is "cancelled" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(CancelBooking command) => (command.BookingId, default);
}
