using Doorward.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>GraphQL over server-sent events, distinct connections mode: one operation a response, "next" events, then "complete".</summary>
internal static class EventStream
{
    public static async Task Serve(HttpContext http, GraphEngine engine, PreparedRequest prepared, TimeProvider clock, CancellationToken stopping)
    {
        var response = http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var cancellation = ending.Token;
        try
        {
            // headers first, so that the client knows it is connected before anything happens
            await response.Body.FlushAsync(cancellation);
            if (prepared.Response is { } refused)
            {
                await Next(response, refused, cancellation);
            }
            else
            {
                await Events(response, engine.Stream(prepared, http.RequestServices, cancellation), engine.Options.EventStreamHeartbeat, clock, cancellation);
            }

            await response.Body.WriteAsync("event: complete\ndata:\n\n"u8.ToArray(), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // the client is gone, and the source stream with it; or the server stops, and without "complete" the client knows that there is more
        }
    }

    private static async Task Events(
        HttpResponse response, IAsyncEnumerable<ReadOnlyMemory<byte>> results, TimeSpan heartbeat, TimeProvider clock, CancellationToken cancellation)
    {
        await using var events = results.GetAsyncEnumerator(cancellation);
        while (true)
        {
            var next = events.MoveNextAsync().AsTask();
            while (await Task.WhenAny(next, Task.Delay(heartbeat, clock, cancellation)) != next)
            {
                cancellation.ThrowIfCancellationRequested();
                await response.Body.WriteAsync(":\n\n"u8.ToArray(), cancellation);
                await response.Body.FlushAsync(cancellation);
            }

            if (!await next)
            {
                return;
            }

            await Next(response, events.Current, cancellation);
        }
    }

    // A response is one line: newlines inside it are escaped.
    private static async Task Next(HttpResponse response, ReadOnlyMemory<byte> result, CancellationToken cancellation)
    {
        await response.Body.WriteAsync("event: next\ndata: "u8.ToArray(), cancellation);
        await response.Body.WriteAsync(result, cancellation);
        await response.Body.WriteAsync("\n\n"u8.ToArray(), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
