using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Doorward.GraphQL.Transport;

/// <summary>GraphQL over HTTP: reads the request, negotiates the answer's media type, answers with the status codes it asks for.</summary>
internal sealed class GraphEndpoint(GraphEngine engine, TimeProvider clock, GraphWebSocketOptions webSocket, CancellationToken stopping)
{
    public Task Handle(HttpContext http)
    {
        if (http.WebSockets.IsWebSocketRequest)
        {
            return GraphWebSocket.Serve(http, engine, clock, webSocket, stopping);
        }

        if (HttpMethods.IsPost(http.Request.Method))
        {
            return Post(http);
        }

        if (HttpMethods.IsGet(http.Request.Method))
        {
            return Get(http);
        }

        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = "GET, POST";
        return Task.CompletedTask;
    }

    private async Task Post(HttpContext http)
    {
        var media = MediaTypes.Negotiate(http.Request.Headers.Accept);
        if (media == ResponseMedia.None)
        {
            http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        if (!MediaTypes.IsJson(http.Request.ContentType))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var body = new RequestBody();
        if (!await body.Read(http.Request, engine.Options.MaxRequestBytes))
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (RequestReader.TryRead(body.Memory, out var request, out var problem))
        {
            await Answer(http, request, media, mayMutate: true);
        }
        else
        {
            await Write(http, media, StatusCodes.Status400BadRequest, GraphEngine.Refusal(problem, GraphQLErrorCodes.BadRequest));
        }
    }

    private async Task Get(HttpContext http)
    {
        if (engine.Options.ServeGraphiQL && !http.Request.Query.ContainsKey("query") && MediaTypes.WantsHtml(http.Request.Headers.Accept))
        {
            await GraphiQL.Page(http);
            return;
        }

        var media = MediaTypes.Negotiate(http.Request.Headers.Accept);
        if (media == ResponseMedia.None)
        {
            http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        }
        else if (RequestReader.TryRead(http.Request.Query, out var request, out var problem))
        {
            await Answer(http, request, media, mayMutate: false);
        }
        else
        {
            await Write(http, media, StatusCodes.Status400BadRequest, GraphEngine.Refusal(problem, GraphQLErrorCodes.BadRequest));
        }
    }

    private async Task Answer(HttpContext http, GraphRequest request, ResponseMedia media, bool mayMutate)
    {
        var prepared = engine.Prepare(request, new RequestServices(http));
        if (!mayMutate && prepared.Operation is { Node.Kind: OperationKind.Mutation })
        {
            http.Response.Headers.Allow = "POST";
            await Write(http, media, StatusCodes.Status405MethodNotAllowed,
                GraphEngine.Refusal("A GET request cannot change anything: send mutations with POST.", GraphQLErrorCodes.BadRequest));
            return;
        }

        if (media == ResponseMedia.EventStream)
        {
            await EventStream.Serve(http, engine, prepared, clock, webSocket, stopping);
            return;
        }

        if (prepared.Operation is { Node.Kind: OperationKind.Subscription })
        {
            prepared = PreparedRequest.Refused(new GraphQLError(
                "A subscription needs a transport that streams: WebSocket or server-sent events.", GraphQLErrorCodes.BadRequest));
        }

        if (prepared.Response is { } refused)
        {
            // a well-formed request that fails before execution: 400, except in the legacy media type, which knows only 200
            await Write(http, media, media == ResponseMedia.Json ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, refused);
            return;
        }

        Head(http.Response, media, StatusCodes.Status200OK);
        using var output = new PooledOutput();
        if (!await engine.Run(prepared, null, new RequestServices(http), output, http.RequestAborted) && media == ResponseMedia.GraphQL)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        await Send(http, output.Written);
    }

    private static Task Write(HttpContext http, ResponseMedia media, int status, byte[] response)
    {
        Head(http.Response, media == ResponseMedia.EventStream ? ResponseMedia.GraphQL : media, status);
        return Send(http, response);
    }

    private static void Head(HttpResponse response, ResponseMedia media, int status)
    {
        response.StatusCode = status;
        response.ContentType = media == ResponseMedia.Json
            ? "application/json; charset=utf-8" : "application/graphql-response+json; charset=utf-8";
        response.Headers[HeaderNames.Vary] = "Accept";
    }

    private static async Task Send(HttpContext http, ReadOnlyMemory<byte> response)
    {
        http.Response.ContentLength = response.Length;
        await http.Response.BodyWriter.WriteAsync(response, http.RequestAborted);
    }
}
