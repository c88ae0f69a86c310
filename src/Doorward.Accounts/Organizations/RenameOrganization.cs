using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Doorward.Accounts.Members;
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

namespace Doorward.Accounts.Organizations;

/// <summary>An owner gives the agency another name. Its short name stays: tokens and addresses speak of it.</summary>
internal sealed record RenameOrganization(string Name, Caller By, string? Traceparent);

internal sealed record RenameOrganizationRequest(
    [property: Description("The new name.")]
    [property: MaxLength(Organization.LongestName)] string? Name)
{
    public static RenameOrganizationRequest Example { get; } = new("Casa Nova & Filhos");
}

internal static class RenameOrganizationEndpoint
{
    private static readonly Refusals Refusals = new(Owners.Only);

    public static void Map(IEndpointRouteBuilder organization) => organization
        .MapPatch("/", Handle)
        .RequireOwner()
        .Refuses(Refusals)
        .Takes(RenameOrganizationRequest.Example)
        .Answers(new OrganizationAnswer(Organization.Example with { Name = RenameOrganizationRequest.Example.Name! }))
        .WithName("renameOrganization")
        .WithSummary("Rename one's agency")
        .WithDescription("Its short name stays: tokens and addresses speak of it.");

    private static async Task<Results<Ok<OrganizationAnswer>, ProblemHttpResult>> Handle(
        RenameOrganizationRequest request, Caller caller, CommandBatcher<RenameOrganization, Outcome<Organization>> organizations,
        CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var name = errors.Line("name", request.Name, Organization.LongestName);
        if (errors.Any)
        {
            return errors.AsProblem();
        }

        var outcome = await organizations.Submit(new RenameOrganization(name, caller, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value is { } renamed ? TypedResults.Ok(new OrganizationAnswer(renamed)) : Refusals.Of(outcome.Code);
    }
}

internal sealed class RenameOrganizationStatement : CommandStatement<RenameOrganization, Outcome<Organization>>
{
    public override string Text { get; } = Sql.Of<RenameOrganization>();

    public override void Bind(Parameters parameters, IReadOnlyList<RenameOrganization> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent);

    public override Outcome<Organization> Read(NpgsqlDataReader row, RenameOrganization command) =>
        row.GetString(1) is "renamed" ? new("renamed", Organization.Read(row, 2)) : new(row.GetString(1), null);

    public override (Guid First, Guid Second) Alone(RenameOrganization command) => (command.By.OrganizationId, default);
}
