using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Accounts.Devices;

/// <summary>All of one's devices: at most fifty.</summary>
internal sealed record DevicesAnswer([property: Description("The devices, in the order in which they were registered.")] IReadOnlyList<Device> Devices);

internal static class ListDevices
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new DevicesAnswer([Device.Example]))
        .WithName("listDevices")
        .WithSummary("List devices")
        .WithDescription("One's own devices.");

    private static async Task<Ok<DevicesAnswer>> Handle(Caller caller, NpgsqlDataSource database, CancellationToken cancellation) =>
        TypedResults.Ok(new DevicesAnswer(await database.List(
            Sql.Of(typeof(ListDevices)), row => Device.Read(row, 0), cancellation, Reads.Is(caller.PersonId))));
}
