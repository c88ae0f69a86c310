using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Slots;

internal static class ListUnattendedSlots
{
    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapGet("/unattended", Handle)
        .RequireStaff()
        .Answers(new SlotsAnswer([Slot.Example with { Status = "booked" }], null))
        .WithName("listUnattendedSlots")
        .WithSummary("List slots whose agent has left")
        .WithDescription("Visits to come that are booked with somebody who has left the agency since. Somebody must go, or an owner cancels the slot, "
            + "and the applicant is told.");

    private static async Task<Results<Ok<SlotsAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, TimeProvider time, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Refusal is { } refusal)
        {
            return refusal.AsProblem();
        }

        var (after, id) = (time.GetUtcNow(), Guid.Empty);
        if (page.Cursor is not null && !Cursor.TryRead("unattended", page.Cursor, out after, out id))
        {
            return Cursor.Invalid.AsProblem();
        }

        var rows = await database.List(
            Sql.Of(typeof(ListUnattendedSlots)), row => Slot.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(after), Reads.Is(id), Reads.Is(page.Take + 1));
        return TypedResults.Ok(SlotsAnswer.Of(rows, page, "unattended"));
    }
}
