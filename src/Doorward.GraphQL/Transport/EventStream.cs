using Doorward.GraphQL.Execution;
using Microsoft.AspNetCore.Http;

namespace Doorward.GraphQL.Transport;

/// <summary>GraphQL over server-sent events, distinct connections mode: one operation a response, "next" events, then "complete".</summary>
internal static class EventStream
{
    public static async Task Serve(
        HttpContext http, GraphEngine engine, PreparedRequest prepared, TimeProvider clock, GraphWebSocketOptions options, CancellationToken stopping)
    {
        using var tenure = options.Tenure(http);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, tenure?.Ended ?? CancellationToken.None);
        var response = http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        var cancellation = over.Token;
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
                await Events(response, engine.Stream(prepared, http.RequestServices, ending.Token), engine.Options.EventStreamHeartbeat, clock, ending.Token);
            }

            cancellation.ThrowIfCancellationRequested();
            if (tenure is { Ended.IsCancellationRequested: true, Why.Error: { } error })
            {
                await Next(response, ResponseWriter.RequestErrors([error]), cancellation);
            }

            await response.Body.WriteAsync("event: complete\ndata:\n\n"u8.ToArray(), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // the client is gone, and the source stream with it; or the server stops, and without "complete" the client knows that there is more
        }
    }

    /// <summary>Writes event after event, until there are no more or the token says so.</summary>
    private static async Task Events(
        HttpResponse response, IAsyncEnumerable<ReadOnlyMemory<byte>> results, TimeSpan heartbeat, TimeProvider clock, CancellationToken ending)
    {
        var events = results.GetAsyncEnumerator(ending);
        Task<bool> next = Task.FromResult(false);
        try
        {
            while (true)
            {
                next = events.MoveNextAsync().AsTask();
                while (await Task.WhenAny(next, Task.Delay(heartbeat, clock, ending)) != next)
                {
                    if (ending.IsCancellationRequested)
                    {
                        return;
                    }

                    await response.Body.WriteAsync(":\n\n"u8.ToArray(), ending);
                    await response.Body.FlushAsync(ending);
                }

                if (!await next)
                {
                    return;
                }

                await Next(response, events.Current, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // the client is gone, or what the stream stood on
        }
        finally
        {
            // an iterator cannot be disposed of while it moves
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync();
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
