using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Visits.Slots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Holds;

/// <summary>A hold is given back before its time; the slot is available again.</summary>
internal sealed record ReleaseHold(Guid SlotId, Caller By, string? Traceparent);

internal static class ReleaseHoldEndpoint
{
    private static readonly Refusals Refusals = new(Staff.NoLonger, ShowSlot.NoSuchSlot);

    public static void Map(IEndpointRouteBuilder slots) => slots
        .MapDelete("/{id:guid}/hold", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .WithName("releaseHold")
        .WithSummary("Release a hold")
        .WithDescription("Gives one's own hold back, or, for staff, anybody's. The slot is available again in the same instant. Asking twice is harmless.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The slot's id.")] Guid id, Caller caller, CommandBatcher<ReleaseHold, Outcome<Done>> releases, CancellationToken cancellation)
    {
        var outcome = await releases.Submit(new ReleaseHold(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class ReleaseHoldStatement(TimeProvider time) : CommandStatement<ReleaseHold, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ReleaseHold>();

    public override void Bind(Parameters parameters, IReadOnlyList<ReleaseHold> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.SlotId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Boolean, c => c.By.IsStaff)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, ReleaseHold command) =>
        new(row.GetString(1), row.GetString(1) is "released" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(ReleaseHold command) => (command.SlotId, default);
}
