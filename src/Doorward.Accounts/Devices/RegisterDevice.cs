using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>A person's app says where it can be pushed to. The token was perhaps another person's, who signed out of that app: it moves.</summary>
internal sealed record RegisterDevice(Guid Id, string Platform, string Token, Caller By, string? Traceparent);

internal sealed record RegisterDeviceRequest(
    [property: Description("What the app runs on.")]
    [property: AllowedValues("android", "ios", "web")] string? Platform,
    [property: Description("The registration token that Firebase gave the app.")]
    [property: MaxLength(2048)] string? PushToken)
{
    public static RegisterDeviceRequest Example { get; } = new("android", "dQw4w9WgXcQ:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx");
}

internal static class RegisterDeviceEndpoint
{
    private const int Longest = 2048;

    private static readonly Refusals Refusals = new(
        new Refusal("too_many_devices", 409, "You have fifty devices already. Unregister one that you no longer use."));

    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/", Handle)
        .RequireCaller()
        .Refuses(Refusals)
        .Takes(RegisterDeviceRequest.Example)
        .Answers(new DeviceAnswer(Device.Example))
        .WithName("registerDevice")
        .WithSummary("Register a device")
        .WithDescription("Says where you can be pushed to. The token is the key: sent again it answers 200 with the device, and a token that was "
            + "another person's is yours from now on.");

    private static async Task<Results<Created<DeviceAnswer>, Ok<DeviceAnswer>, ProblemHttpResult>> Handle(
        RegisterDeviceRequest request, Caller caller, CommandBatcher<RegisterDevice, Outcome<Device>> devices, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var platform = errors.Line("platform", request.Platform, 20);
        if (platform is not ("android" or "ios" or "web" or ""))
        {
            errors.Add("platform", "must be android, ios or web.");
        }

        var token = errors.Line("push_token", request.PushToken, Longest);
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            errors.Add("push_token", "must be the token as Firebase gave it: visible ASCII without spaces.");
        }

        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await devices.Submit(new RegisterDevice(Guid.CreateVersion7(), platform, token, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome switch
        {
            { Code: "registered", Value: { } device } => TypedResults.Created((string?)null, new DeviceAnswer(device)),
            { Code: "known", Value: { } device } => TypedResults.Ok(new DeviceAnswer(device)),
            _ => Refusals.Of(outcome.Code),
        };
    }
}

internal sealed class RegisterDeviceStatement(TimeProvider time) : CommandStatement<RegisterDevice, Outcome<Device>>
{
    public override string Text { get; } = Sql.Of<RegisterDevice>();

    public override void Bind(Parameters parameters, IReadOnlyList<RegisterDevice> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Platform)
        .Add(commands, NpgsqlDbType.Text, c => c.Token)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Device> Read(NpgsqlDataReader row, RegisterDevice command) =>
        row.IsDBNull(2) ? new(row.GetString(1), null) : new(row.GetString(1), Device.Read(row, 2));

    // One token twice in a statement: it could be written only once.
    public override (Guid First, Guid Second) Alone(RegisterDevice command) =>
        (new Guid(SHA256.HashData(Encoding.ASCII.GetBytes(command.Token)).AsSpan(0, 16)), command.By.PersonId);

    public override bool WasOvertaken(string constraint) => constraint is "devices_one_per_token";
}
