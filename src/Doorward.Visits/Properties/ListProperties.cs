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

/// <summary>A page of properties, the oldest first.</summary>
internal sealed record PropertiesAnswer(
    [property: Description("The properties, the oldest first.")] IReadOnlyList<Property> Properties,
    [property: Description("Where the next page begins; null at the end.")] string? NextCursor);

internal static class ListProperties
{
    private const string List = "properties";

    public static void Map(IEndpointRouteBuilder properties) => properties
        .MapGet("/", Handle)
        .RequireCaller()
        .Answers(new PropertiesAnswer([Property.Example], null))
        .WithName("listProperties")
        .WithSummary("List properties")
        .WithDescription("The agency's properties. Staff may ask for archived ones too.");

    private static async Task<Results<Ok<PropertiesAnswer>, ProblemHttpResult>> Handle(
        Caller caller, NpgsqlDataSource database, [AsParameters] PageQuery page, CancellationToken cancellation,
        [Description("Whether archived properties are listed too; staff only.")] bool archived = false)
    {
        if (page.Begin(List, out var after) is { } no)
        {
            return no;
        }

        var rows = await database.List(
            Sql.Of(typeof(ListProperties)), row => Property.Read(row, 0), cancellation,
            Reads.Is(caller.OrganizationId), Reads.Is(archived && caller.IsStaff), Reads.Is(after), Reads.Is(page.Take + 1));
        var (properties, next) = Page.Of(rows, page, List, property => property.Id);
        return TypedResults.Ok(new PropertiesAnswer(properties, next));
    }
}
