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

/// <summary>A page of bookings, the earliest visit first.</summary>
internal sealed record BookingsAnswer(
    [property: Description("The bookings, the earliest visit first.")] IReadOnlyList<Booking> Bookings,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListBookings
{
    private const string List = "bookings";

    private static readonly string OfApplicant = Sql.Read(typeof(ListBookings).Assembly, "Bookings/ListBookingsOfApplicant.sql");
    private static readonly string OfAgent = Sql.Read(typeof(ListBookings).Assembly, "Bookings/ListBookingsOfAgent.sql");

    public static void Map(IEndpointRouteBuilder bookings) => bookings
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new BookingsAnswer([Booking.Example], null))
        .WithName("listBookings")
        .WithSummary("List bookings")
        .WithDescription("An applicant's own visits; for staff, the visits in their own slots. Whatever their status, the earliest first.");

    private static async Task<Results<Ok<BookingsAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Begin(List, out var time, out var id) is { } no)
        {
            return no;
        }

        var rows = await database.List(
            caller.IsStaff ? OfAgent : OfApplicant, row => Booking.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(caller.PersonId), Reads.Is(time), Reads.Is(id), Reads.Is(page.Take + 1));
        var (bookings, next) = Page.Of(rows, page, List, booking => (booking.StartsAt, booking.Id));
        return TypedResults.Ok(new BookingsAnswer(bookings, next));
    }
}
