using System.ComponentModel;
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

namespace Doorward.Visits.Slots;

/// <summary>An agent offers a time at which they show a property.</summary>
internal sealed record OpenSlot(
    Guid Id, Guid PropertyId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IdempotencyKey Key, Caller By, string? Traceparent);

internal sealed record OpenSlotRequest(
    [property: Description("The property to show.")] Guid? PropertyId,
    [property: Description("When it starts; must be in the future.")] DateTimeOffset? StartsAt,
    [property: Description("When it ends; after the start, and at most 24 hours later.")] DateTimeOffset? EndsAt)
{
    public static OpenSlotRequest Example { get; } = new(Slot.Example.PropertyId, Slot.Example.StartsAt, Slot.Example.EndsAt);
}

internal static class OpenSlotEndpoint
{
    private static readonly Refusals Refusals = new(
        new Refusal("no_such_property", 404, "There is no such property."),
        Staff.NoLonger,
        new Refusal("property_archived", 409, "This property is archived; it cannot be shown any more."),
        new Refusal("slot_in_the_past", 422, "The slot must start in the future."),
        new Refusal("agent_busy", 409, "You already have a slot at that time."),
        new Refusal("property_busy", 409, "The property already has a slot at that time, and does not allow parallel viewings."),
        IdempotencyKey.Reused);

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapPost("/", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .Takes(OpenSlotRequest.Example)
        .Answers(new SlotAnswer(Slot.Example))
        .WithName("openSlot")
        .WithSummary("Open a slot")
        .WithDescription("Offers a time at which the caller shows a property. Slots of one agent never overlap, nor do those of one property "
            + "unless it allows parallel viewings.");

    private static async Task<Results<Created<SlotAnswer>, ProblemHttpResult>> Handle(
        OpenSlotRequest request, Caller caller, CommandBatcher<OpenSlot, Outcome<Slot>> slots, CancellationToken cancellation,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey = null)
    {
        var errors = new FieldErrors();
        var propertyId = errors.Id("property_id", request.PropertyId);
        var (starts, ends) = Hours(request, errors);
        var key = IdempotencyKey.Of(idempotencyKey, (propertyId, starts.UtcTicks, ends.UtcTicks).ToString(), errors);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await slots.Submit(
            new OpenSlot(Guid.CreateVersion7(), propertyId, starts, ends, key, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } slot
            ? TypedResults.Created($"/api/v1/slots/{slot.Id}", new SlotAnswer(slot))
            : Refusals.Of(outcome.Code);
    }

    private static (DateTimeOffset Starts, DateTimeOffset Ends) Hours(OpenSlotRequest request, FieldErrors errors)
    {
        var starts = errors.Time("starts_at", request.StartsAt);
        var ends = errors.Time("ends_at", request.EndsAt);
        if (!errors.Any && ends <= starts)
        {
            errors.Add("ends_at", "must be after starts_at.");
        }
        else if (!errors.Any && ends - starts > TimeSpan.FromHours(24))
        {
            errors.Add("ends_at", "must be at most 24 hours after starts_at.");
        }

        return (starts, ends);
    }
}

internal sealed class OpenSlotStatement(TimeProvider time) : CommandStatement<OpenSlot, Outcome<Slot>>
{
    public override string Text { get; } = Sql.Of<OpenSlot>();

    public override void Bind(Parameters parameters, IReadOnlyList<OpenSlot> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.PropertyId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.StartsAt.ToUniversalTime())
        .Add(commands, NpgsqlDbType.TimestampTz, c => c.EndsAt.ToUniversalTime())
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Slot> Read(NpgsqlDataReader row, OpenSlot command) =>
        row.GetString(1) is "opened" ? new("opened", Slot.Read(row, 2)) : new(row.GetString(1), null);

    // Neither the agent's slots nor the property's may overlap, which the statement cannot decide between two rows of its own.
    public override (Guid First, Guid Second) Alone(OpenSlot command) => (command.By.PersonId, command.PropertyId);

    public override Outcome<Slot>? Violates(string constraint, OpenSlot command) => constraint switch
    {
        "slots_of_agent_do_not_overlap" => new("agent_busy", null),
        "slots_of_property_do_not_overlap" => new("property_busy", null),
        _ => null,
    };

    // Another node was first, perhaps with the same key, or the property's setting changed under us: a fresh snapshot has it, and decides.
    public override bool WasOvertaken(string constraint) => constraint is "slots_one_per_key" or "slots_of_a_property"
        or "slots_of_agent_do_not_overlap" or "slots_of_property_do_not_overlap";
}
