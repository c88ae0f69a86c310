using System.Text.Json;
using Doorward.GraphQL;
using Doorward.GraphQL.Schema;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Support.Audit;
using Doorward.Support.Conversations;
using Doorward.Support.Copilot.Policies;
using Doorward.Support.Dashboard;
using Doorward.Support.Drafts;
using Doorward.Support.Evals;
using Doorward.Support.Knowledge;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Graph;

/// <summary>The one graph at <c>/graphql</c>: the .graphql files of all folders together, and what serves them.</summary>
internal static class SupportGraph
{
    private const string Path = "/graphql";

    /// <summary>The schema in the schema definition language: every embedded .graphql file.</summary>
    public static string Sdl { get; } = string.Join("\n", typeof(SupportGraph).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith(".graphql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(Read));

    public static IServiceCollection AddGraph(this IServiceCollection services) => services
        .AddHttpContextAccessor()
        .AddScoped<Viewer>()
        .AddSingleton(GraphKeys.Write)
        .AddGraphQL(Sdl, graph => Bind(graph), new GraphOptions { Foreseen = Refusing.Foreseen, Admit = GraphKeys.Admit });

    /// <summary>For this path alone: the middleware replaces what another part has set up for its own sockets.</summary>
    public static void UseGraph(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal), branch => branch.UseWebSockets());

    /// <summary>Who comes without a token sees only the schema; the resolvers ask who looks.</summary>
    public static void MapGraph(this IEndpointRouteBuilder routes) => routes
        .MapGraphQL(Path, new GraphWebSocketOptions { Accept = Accept, Tenure = Tenures.Of })
        .AllowEverybody()
        .ChecksKeyScopes()
        .WithBodyLimit(new GraphOptions().MaxRequestBytes)
        .WithMetadata(new ExcludeFromDescriptionAttribute());

    private static GraphDefinition Bind(GraphDefinition graph) => graph
        .Scalar("DateTime", Moments.DateTime)
        .Query("viewer", (Viewer viewer) => ViewerIdentity.Of(viewer))
        .Query("liveCursor", async (Viewer viewer, LogReader log, CancellationToken cancellation) =>
            viewer.Sight is null ? "" : (await log.Now(cancellation)).ToString())
        .Field("ViewerIdentity", "person", (ViewerIdentity identity, PersonById people) => people.Of(identity.PersonId))
        .BindConversations()
        .BindDrafts()
        .BindVisits()
        .BindKnowledge()
        .BindPolicies()
        .BindEvals()
        .With(DashboardStats.Bind)
        .With(AuditTrail.Bind);

    private static GraphDefinition With(this GraphDefinition graph, Func<GraphDefinition, GraphDefinition> bind) => bind(graph);

    /// <summary>Over WebSocket a browser cannot send a header, so the token may come in <c>connection_init</c>: <c>{"authorization": "Bearer …"}</c>.</summary>
    private static async ValueTask<bool> Accept(HttpContext http, JsonElement payload, CancellationToken cancellation)
    {
        var header = Text(payload, "authorization") ?? Text(payload, "Authorization");
        if (header?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
        {
            var identified = await http.RequestServices.GetRequiredService<BearerCallers>().Identify(header[7..], cancellation);
            http.Features.Set(identified.Caller);
            http.Features.Set(identified.Token);
        }
        else if (header?.StartsWith("Guest ", StringComparison.OrdinalIgnoreCase) == true)
        {
            http.Features.Set(http.RequestServices.GetRequiredService<GuestLinks>().Read(header[6..]));
        }

        return http.RequestServices.GetRequiredService<Viewer>() is { } viewer && (viewer.Caller is not null || viewer.Guest is not null);
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.ValueKind is JsonValueKind.Object && payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SupportGraph).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
