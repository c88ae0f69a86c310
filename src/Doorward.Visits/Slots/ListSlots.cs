using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Slots;

/// <summary>A page of slots, the earliest first.</summary>
internal sealed record SlotsAnswer(
    [property: Description("The slots, the earliest first.")] IReadOnlyList<Slot> Slots,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor)
{
    public static SlotsAnswer Of(IReadOnlyList<Slot> rows, PageQuery page, string list)
    {
        var (slots, next) = Page.Of(rows, page, list, slot => (slot.StartsAt, slot.Id));
        return new SlotsAnswer(slots, next);
    }
}

internal static class ListSlots
{
    private const string List = "slots";

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapGet("/", Handle)
        .RequireStaff()
        .Answers(new SlotsAnswer([Slot.Example], null))
        .WithName("listSlots")
        .WithSummary("List one's own slots")
        .WithDescription("The caller's slots, whatever their status, the earliest first; of a period when from or to is given.");

    private static async Task<Results<Ok<SlotsAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, TimeProvider clock, [AsParameters] PageQuery page, CancellationToken cancellation,
        [Description("Only slots that start at or after this time.")] Timestamp? from = null,
        [Description("Only slots that start before this time.")] Timestamp? to = null)
    {
        if (page.Begin(List, out var time, out var id) is { } no)
        {
            return no;
        }

        var rows = await database.List(
            Sql.Of(typeof(ListSlots)), row => Slot.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(caller.PersonId), Reads.Is(from?.Value ?? DateTimeOffset.UnixEpoch),
            Reads.Is(to?.Value ?? new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero)), Reads.Is(time), Reads.Is(id), Reads.Is(page.Take + 1), Reads.Is(clock.GetUtcNow()));
        return TypedResults.Ok(SlotsAnswer.Of(rows, page, List));
    }
}
