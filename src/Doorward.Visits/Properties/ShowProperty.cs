using System.ComponentModel;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Doorward.Visits.Properties;

internal static class ShowProperty
{
    public static Refusal NoSuchProperty { get; } = new("no_such_property", 404, "There is no such property.");

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapGet("/{id:guid}", Handle)
        .RequireCaller()
        .Refuses(new Refusals(NoSuchProperty))
        .Answers(new PropertyAnswer(Property.Example))
        .WithName("showProperty")
        .WithSummary("Show a property")
        .WithDescription("One property of the caller's agency.");

    public static Task<Property?> Find(NpgsqlDataSource database, Caller caller, Guid id, CancellationToken cancellation) => database.One(
        Sql.Of(typeof(ShowProperty)), row => Property.Read(row, 0), cancellation, Reads.Is(caller.OrganizationId), Reads.Is(id));

    private static async Task<Results<Ok<PropertyAnswer>, ProblemHttpResult>> Handle(
        [Description("The property's id.")] Guid id, Caller caller, NpgsqlDataSource database, CancellationToken cancellation) =>
        await Find(database, caller, id, cancellation) is { } property ? TypedResults.Ok(new PropertyAnswer(property)) : NoSuchProperty.AsProblem();
}
