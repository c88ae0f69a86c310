using System.Text.Json;
using Doorward.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL.Transport;

internal sealed partial class GraphWebSocket
{
    private void Subscribe(string id, JsonElement payload)
    {
        if (!isAcknowledged)
        {
            Fail(4401, "Unauthorized");
            return;
        }

        if (!RequestReader.TryRead(JsonSerializer.SerializeToUtf8Bytes(payload), out var request, out _))
        {
            Fail(4400, "Invalid message received");
            return;
        }

        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        if (operations.Count >= engine.Options.MaxOperationsPerConnection)
        {
            cancellation.Dispose();
            Queue(SocketMessage.Error(id, [new GraphQLError("Too many operations are open on this connection.", "TOO_MANY_OPERATIONS")]));
            return;
        }

        if (!operations.TryAdd(id, cancellation))
        {
            cancellation.Dispose();
            Fail(4409, $"Subscriber for {id} already exists");
            return;
        }

        _ = Operate(id, request, cancellation);
    }

    private async Task Operate(string id, GraphRequest request, CancellationTokenSource cancellation)
    {
        using var _ = cancellation;
        try
        {
            // the receiving loop goes on at once, however long the operation takes to begin
            await Task.Yield();
            var prepared = engine.Prepare(request, new RequestServices(http));
            if (prepared.Response is not null)
            {
                Finish(id, SocketMessage.Error(id, prepared.Errors));
                return;
            }

            var services = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
            await using var scope = services.CreateAsyncScope();
            await foreach (var result in engine.Stream(prepared, scope.ServiceProvider, cancellation.Token))
            {
                if (cancellation.IsCancellationRequested)
                {
                    return;
                }

                Queue(SocketMessage.Next(id, result.Span));
            }

            Finish(id, SocketMessage.Complete(id));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // completed by the client, or the connection is gone
        }
        catch (Exception failure) when (!closing.IsCancellationRequested)
        {
            engine.Failures.Log(failure);
            Finish(id, SocketMessage.Error(id, [new GraphQLError("Something went wrong on our side.", GraphQLErrorCodes.Internal)]));
        }
        catch (Exception)
        {
            // the connection is closing, nobody is left to be told
        }
    }

    // After its "complete" an id is free again; a client that completed it first gets nothing more.
    private void Finish(string id, ReadOnlyMemory<byte> last)
    {
        if (operations.TryRemove(id, out _))
        {
            Queue(last);
        }
    }
}
