using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Visits.Properties;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Slots;

internal static class ListSlotsOfProperty
{
    private const string List = "property_slots";

    private static readonly Refusals Refusals = new(ShowProperty.NoSuchProperty);

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapGet("/{id:guid}/slots", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .Answers(new SlotsAnswer([Slot.Example], null))
        .WithName("listSlotsOfProperty")
        .WithTags("Slots")
        .WithSummary("List the open slots of a property")
        .WithDescription("The slots that the caller can still book, the earliest first: available ones, and those held for the caller.");

    private static async Task<Results<Ok<SlotsAnswer>, ProblemHttpResult>> Handle(
        [Description("The property's id.")] Guid id, Caller caller, NpgsqlDataSource database, TimeProvider clock, [AsParameters] PageQuery page, CancellationToken cancellation)
    {
        if (page.Begin(List, out var time, out var slot) is { } no)
        {
            return no;
        }

        if (await ShowProperty.Find(database, caller, id, cancellation) is null)
        {
            return ShowProperty.NoSuchProperty.AsProblem();
        }

        var rows = await database.List(
            Sql.Of(typeof(ListSlotsOfProperty)), row => Slot.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(id), Reads.Is(clock.GetUtcNow()), Reads.Is(time), Reads.Is(slot), Reads.Is(page.Take + 1),
            Reads.Is(caller.PersonId));
        return TypedResults.Ok(SlotsAnswer.Of(rows, page, List));
    }
}
