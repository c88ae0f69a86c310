using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Doorward.GraphQL;

/// <summary>GraphQL in an ASP.NET Core program.</summary>
public static class GraphQLServices
{
    /// <summary>
    /// Adds a schema and what serves it. Schema and code are checked when the engine is first asked for, at the latest by
    /// <see cref="MapGraphQL"/>, so a program that does not fit its schema does not start.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="sdl">The schema in the schema definition language (specification 3).</param>
    /// <param name="define">Binds CLR types, resolvers and scalars.</param>
    /// <param name="options">Limits, introspection, persisted documents, timeouts.</param>
    public static IServiceCollection AddGraphQL(
        this IServiceCollection services, string sdl, Action<GraphDefinition> define, GraphOptions? options = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton(provider =>
        {
            var definition = new GraphDefinition();
            define(definition);
            return new GraphEngine(sdl, definition, options, provider);
        });
    }

    /// <summary>
    /// Serves GraphQL over HTTP, server-sent events, WebSocket (graphql-transport-ws) and GraphiQL at one address. Call
    /// <c>UseWebSockets()</c> before it for subscriptions over WebSocket. When the host begins to stop, sockets are closed with 1001 and event streams end
    /// without their "complete", so that neither holds it up and clients know to subscribe elsewhere.
    /// </summary>
    /// <exception cref="Schema.SchemaException">The schema and the code do not fit.</exception>
    public static IEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints, string pattern = "/graphql", GraphWebSocketOptions? webSocket = null)
    {
        var engine = endpoints.ServiceProvider.GetRequiredService<GraphEngine>();
        var clock = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();
        var stopping = endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var endpoint = new GraphEndpoint(engine, clock, webSocket ?? new GraphWebSocketOptions(), stopping);
        var group = endpoints.MapGroup(pattern);
        group.MapGet("/graphiql/{file}", GraphiQL.File);
        group.Map("/", (RequestDelegate)endpoint.Handle);
        return group;
    }
}
