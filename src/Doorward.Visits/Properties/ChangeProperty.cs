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
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Properties;

/// <summary>Staff rename a property, or set how it is shown. Null keeps what is there.</summary>
internal sealed record ChangeProperty(
    Guid Id, string? Name, string? Address, string? TimeZone, bool? AllowsParallelViewings, Caller By, string? Traceparent);

internal sealed record ChangePropertyRequest(
    [property: Description("A new name.")]
    [property: MaxLength(PropertyFields.LongestName)] string? Name = null,
    [property: Description("A new address.")]
    [property: MaxLength(PropertyFields.LongestAddress)] string? Address = null,
    [property: Description("A new IANA time zone.")]
    [property: MaxLength(PropertyFields.LongestTimeZone)] string? TimeZone = null,
    [property: Description("Whether several agents may show it at the same time.")] bool? AllowsParallelViewings = null)
{
    public static ChangePropertyRequest Example { get; } = new(Name: "Rua das Flores 12, top floor");
}

internal static class ChangePropertyEndpoint
{
    private static readonly Refusals Refusals = new(
        Staff.NoLonger,
        new Refusal("no_such_property", 404, "There is no such property."),
        new Refusal("property_archived", 409, "This property is archived and can no longer be changed."),
        new Refusal("viewings_overlap", 409, "Some slots of this property overlap. Cancel them before you end parallel viewings."));

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapPatch("/{id:guid}", Handle)
        .RequireStaff()
        .Refuses(Refusals)
        .Takes(ChangePropertyRequest.Example)
        .Answers(new PropertyAnswer(Property.Example with { Name = "Rua das Flores 12, top floor" }))
        .WithName("changeProperty")
        .WithSummary("Change a property")
        .WithDescription("Renames it, or sets how it is shown. What is left out stays as it is.");

    private static async Task<Results<Ok<PropertyAnswer>, ProblemHttpResult>> Handle(
        [Description("The property's id.")] Guid id, ChangePropertyRequest request, Caller caller, CommandBatcher<ChangeProperty, Outcome<Property>> properties, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var name = request.Name is null ? null : errors.Line("name", request.Name, PropertyFields.LongestName);
        var address = request.Address is null ? null : errors.Line("address", request.Address, PropertyFields.LongestAddress);
        var zone = request.TimeZone is null ? null : PropertyFields.TimeZone(request.TimeZone, errors);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var command = new ChangeProperty(id, name, address, zone, request.AllowsParallelViewings, caller, DoorwardTelemetry.Traceparent);
        var outcome = await properties.Submit(command, cancellation);
        return outcome.Value is { } property ? TypedResults.Ok(new PropertyAnswer(property)) : Refusals.Of(outcome.Code);
    }
}

internal sealed class ChangePropertyStatement : CommandStatement<ChangeProperty, Outcome<Property>>
{
    public override string Text { get; } = Sql.Of<ChangeProperty>();

    public override void Bind(Parameters parameters, IReadOnlyList<ChangeProperty> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.Id)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Address)
        .Add(commands, NpgsqlDbType.Text, c => c.TimeZone)
        .Add(commands, NpgsqlDbType.Boolean, c => c.AllowsParallelViewings)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Property> Read(NpgsqlDataReader row, ChangeProperty command) =>
        row.GetString(1) is "changed" ? new("changed", Property.Read(row, 2)) : new(row.GetString(1), null);

    public override (Guid First, Guid Second) Alone(ChangeProperty command) => (command.Id, default);

    public override Outcome<Property>? Violates(string constraint, ChangeProperty command) =>
        constraint is "slots_of_property_do_not_overlap" ? new("viewings_overlap", null) : null;
}
