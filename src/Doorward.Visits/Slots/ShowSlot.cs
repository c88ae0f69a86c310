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

internal static class ShowSlot
{
    public static Refusal NoSuchSlot { get; } = new("no_such_slot", 404, "There is no such slot.");

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapGet("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(new Refusals(NoSuchSlot))
        .Answers(new SlotAnswer(Slot.Example))
        .WithName("showSlot")
        .WithSummary("Show a slot")
        .WithDescription("One slot of the caller's agency.");

    private static async Task<Results<Ok<SlotAnswer>, ProblemHttpResult>> Handle(
        [Description("The slot's id.")] Guid id, Caller caller, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellation)
    {
        var slot = await database.One(
            Sql.Of(typeof(ShowSlot)), row => Slot.Read(row, 0), cancellation, Reads.Is(caller.OrganizationId), Reads.Is(id),
            Reads.Is(clock.GetUtcNow()), Reads.Is(caller.PersonId), Reads.Is(caller.IsStaff));
        return slot is null ? NoSuchSlot.AsProblem() : TypedResults.Ok(new SlotAnswer(slot));
    }
}
