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

namespace Doorward.Visits.Properties;

/// <summary>Staff take a property off the list: no new slots; visits already agreed take place.</summary>
internal sealed record ArchiveProperty(Guid Id, Caller By, string? Traceparent);

internal static class ArchivePropertyEndpoint
{
    private static readonly Refusals Refusals = new(Staff.NoLonger, new Refusal("no_such_property", 404, "There is no such property."));

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapDelete("/{id:guid}", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .WithName("archiveProperty")
        .WithSummary("Archive a property")
        .WithDescription("Takes it off the list: no new slots can be opened for it. Visits already booked take place. Asking twice is harmless.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The property's id.")] Guid id, Caller caller, CommandBatcher<ArchiveProperty, Outcome<Done>> properties, CancellationToken cancellation)
    {
        var outcome = await properties.Submit(new ArchiveProperty(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class ArchivePropertyStatement(TimeProvider time) : CommandStatement<ArchiveProperty, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<ArchiveProperty>();

    public override void Bind(Parameters parameters, IReadOnlyList<ArchiveProperty> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Done> Read(NpgsqlDataReader row, ArchiveProperty command) =>
        new(row.GetString(1), row.GetString(1) is "archived" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(ArchiveProperty command) => (command.Id, default);
}
