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

namespace Doorward.Accounts.Devices;

/// <summary>A person's app signs out: it is not pushed to any more.</summary>
internal sealed record UnregisterDevice(Guid DeviceId, Caller By, string? Traceparent);

internal static class UnregisterDeviceEndpoint
{
    private static readonly Refusals Refusals = new(new Refusal("no_such_device", 404, "You have no such device."));

    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapDelete("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .WithName("unregisterDevice")
        .WithSummary("Unregister a device")
        .WithDescription("Pushes to one's own device end.");

    private static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        [Description("The device's id.")] Guid id, Caller caller, CommandBatcher<UnregisterDevice, Outcome<Done>> devices, CancellationToken cancellation)
    {
        var outcome = await devices.Submit(new UnregisterDevice(id, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is not null ? TypedResults.NoContent() : Refusals.Of(outcome.Code);
    }
}

internal sealed class UnregisterDeviceStatement : CommandStatement<UnregisterDevice, Outcome<Done>>
{
    public override string Text { get; } = Sql.Of<UnregisterDevice>();

    public override void Bind(Parameters parameters, IReadOnlyList<UnregisterDevice> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.DeviceId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Done> Read(NpgsqlDataReader row, UnregisterDevice command) =>
        new(row.GetString(1), row.GetString(1) is "unregistered" ? Done.It : null);

    public override (Guid First, Guid Second) Alone(UnregisterDevice command) => (command.DeviceId, default);
}
