using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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

namespace Doorward.Visits.Properties;

/// <summary>Staff enter a place that can be shown.</summary>
internal sealed record CreateProperty(
    Guid Id, string Name, string Address, string TimeZone, bool AllowsParallelViewings, IdempotencyKey Key, Caller By, string? Traceparent);

internal sealed record CreatePropertyRequest(
    [property: Description("What staff call it.")]
    [property: MaxLength(PropertyFields.LongestName)] string? Name,
    [property: Description("Where it is.")]
    [property: MaxLength(PropertyFields.LongestAddress)] string? Address,
    [property: Description("The IANA time zone in which its hours are meant.")]
    [property: MaxLength(PropertyFields.LongestTimeZone)] string? TimeZone,
    [property: Description("Whether several agents may show it at the same time; false when left out.")] bool? AllowsParallelViewings = null)
{
    public static CreatePropertyRequest Example { get; } = new(Property.Example.Name, Property.Example.Address, Property.Example.TimeZone, false);
}

internal static class CreatePropertyEndpoint
{
    private static readonly Refusals Refusals = new(Staff.NoLonger, IdempotencyKey.Reused);

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapPost("/", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .Takes(CreatePropertyRequest.Example)
        .Answers(new PropertyAnswer(Property.Example))
        .WithName("createProperty")
        .WithSummary("Create a property")
        .WithDescription("Enters a place that can be shown.");

    private static async Task<Results<Created<PropertyAnswer>, ProblemHttpResult>> Handle(
        CreatePropertyRequest request, Caller caller, CommandBatcher<CreateProperty, Outcome<Property>> properties, CancellationToken cancellation,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey = null)
    {
        var errors = new FieldErrors();
        var name = errors.Line("name", request.Name, PropertyFields.LongestName);
        var address = errors.Line("address", request.Address, PropertyFields.LongestAddress);
        var zone = PropertyFields.TimeZone(request.TimeZone, errors);
        var parallel = request.AllowsParallelViewings ?? false;
        var key = IdempotencyKey.Of(idempotencyKey, new { name, address, zone, parallel }, errors);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await properties.Submit(
            new CreateProperty(Guid.CreateVersion7(), name, address, zone, parallel, key, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } property
            ? TypedResults.Created($"/api/v1/properties/{property.Id}", new PropertyAnswer(property))
            : Refusals.Of(outcome.Code);
    }
}

internal sealed class CreatePropertyStatement(TimeProvider time) : CommandStatement<CreateProperty, Outcome<Property>>
{
    public override string Text { get; } = Sql.Of<CreateProperty>();

    public override void Bind(Parameters parameters, IReadOnlyList<CreateProperty> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Address)
        .Add(commands, NpgsqlDbType.Text, c => c.TimeZone)
        .Add(commands, NpgsqlDbType.Boolean, c => c.AllowsParallelViewings)
        .Add(commands, NpgsqlDbType.Text, c => c.Key.Text)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Key.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<Property> Read(NpgsqlDataReader row, CreateProperty command) =>
        row.GetString(1) is "created" ? new("created", Property.Read(row, 2)) : new(row.GetString(1), null);

    // Rare enough that the members of one agency may wait for each other; then no batch holds the same key twice.
    public override (Guid First, Guid Second) Alone(CreateProperty command) => (command.By.OrganizationId, default);

    public override bool WasOvertaken(string constraint) => constraint is "properties_one_per_key";
}
