using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Bookings;

internal static class ShowBooking
{
    private static readonly Refusal NoSuchBooking = new("no_such_booking", 404, "There is no such booking.");

    public static void Map(IEndpointRouteBuilder bookings) => bookings
        .MapGet("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(new Refusals(NoSuchBooking))
        .Answers(new BookingAnswer(Booking.Example))
        .WithName("showBooking")
        .WithSummary("Show a booking")
        .WithDescription("Applicants see their own; staff see those of their agency.");

    private static async Task<Results<Ok<BookingAnswer>, ProblemHttpResult>> Handle(
        [Description("The booking's id.")] Guid id, Caller caller, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var booking = await database.One(
            Sql.Of(typeof(ShowBooking)), row => Booking.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(id), Reads.Is(caller.PersonId), Reads.Is(caller.IsStaff));
        return booking is null ? NoSuchBooking.AsProblem() : TypedResults.Ok(new BookingAnswer(booking));
    }
}
