using System.Buffers;
using System.Runtime.CompilerServices;
using Doorward.GraphQL.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.GraphQL.Execution;

public sealed partial class GraphEngine
{
    // What has come by the time that a response is ready is executed together, and told in order: a burst costs not much more time than one event.
    private const int MostEventsAtOnce = 16;

    /// <summary>
    /// Runs any operation as a stream of responses (6.2.3): one for queries and mutations, one an event for subscriptions.
    /// Cancelling ends the source stream. Each event is executed with services of its own.
    /// </summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Subscribe(
        GraphRequest request, IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var prepared = Prepare(request, new RequestServices(services));
        if (prepared.Response is { } refused)
        {
            yield return refused;
            yield break;
        }

        await foreach (var response in Stream(prepared, services, cancellation))
        {
            yield return response;
        }
    }

    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> Stream(
        PreparedRequest prepared, IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (prepared.Operation!.Node.Kind != Language.OperationKind.Subscription)
        {
            yield return await InScope(prepared, null, services, cancellation);
            yield break;
        }

        await using var opened = services.CreateAsyncScope();
        var source = Open(prepared, opened.ServiceProvider, cancellation, out var failed);
        if (source is null)
        {
            yield return failed!;
            yield break;
        }

        Metrics.Subscriptions.Add(1);
        await using var responses = source.SelectAhead(root => InScope(prepared, root, services, cancellation), MostEventsAtOnce, cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            while (true)
            {
                byte[]? broken = null;
                try
                {
                    if (!await responses.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    yield break;
                }
                catch (Exception failure)
                {
                    // the source stream failed: its subscribers learn that, and that it is over
                    broken = SourceError(prepared, failure, cancellation);
                }

                if (broken is not null)
                {
                    yield return broken;
                    yield break;
                }

                yield return responses.Current;
            }
        }
        finally
        {
            Metrics.Subscriptions.Add(-1);
        }
    }

    // CreateSourceEventStream: an error here is an error of the request, there is no data.
    private IAsyncEnumerable<object?>? Open(
        PreparedRequest prepared, IServiceProvider services, CancellationToken cancellation, out byte[]? failed)
    {
        failed = null;
        using var run = new OperationRun(prepared.Operation!.Plan(prepared.Variables!), prepared.Variables!, this, new RequestServices(services), cancellation);
        var field = run.Plan.Root.Fields[0];
        try
        {
            return field.Binding.Subscribe!(null, field.Arguments.Values(run), run, field);
        }
        catch (Exception failure)
        {
            failed = SourceError(prepared, failure, cancellation);
            return null;
        }
    }

    private byte[] SourceError(PreparedRequest prepared, Exception failure, CancellationToken cancellation)
    {
        var field = prepared.Operation!.Plan(prepared.Variables!).Root.Fields[0];
        return ResponseWriter.RequestErrors([Failures.ToError(failure, field, [field.Key], cancellation)]);
    }

    private async Task<ReadOnlyMemory<byte>> InScope(PreparedRequest prepared, object? root, IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        return await Event(prepared, root, scope.ServiceProvider, cancellation);
    }

    private async ValueTask<ReadOnlyMemory<byte>> Event(
        PreparedRequest prepared, object? root, IServiceProvider services, CancellationToken cancellation)
    {
        var output = new ArrayBufferWriter<byte>(512);
        await Run(prepared, root, new RequestServices(services), output, cancellation);
        return output.WrittenMemory;
    }
}
