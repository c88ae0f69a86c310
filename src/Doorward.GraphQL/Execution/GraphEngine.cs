using System.Buffers;
using System.Diagnostics;
using Doorward.GraphQL.Language;
using Doorward.GraphQL.Limits;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Doorward.GraphQL.Execution;

/// <summary>A schema bound to code, ready to execute requests (specification 6). One for the life of the program.</summary>
public sealed partial class GraphEngine
{
    private readonly DocumentSource documents;

    /// <summary>Builds the schema, binds the definition, checks both.</summary>
    /// <exception cref="SchemaException">Something does not fit; all of it is listed.</exception>
    public GraphEngine(string sdl, GraphDefinition definition, GraphOptions? options = null, IServiceProvider? services = null)
    {
        Options = options ?? new GraphOptions();
        Schema = GraphSchema.Parse(sdl);
        GraphBinder.Bind(Schema, definition, services?.GetService<IServiceProviderIsService>());
        var logging = services?.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        Failures = new Failures(logging.CreateLogger("Doorward.GraphQL"), Options.Foreseen);
        documents = new DocumentSource(Schema, Options);
    }

    /// <summary>The type system.</summary>
    public GraphSchema Schema { get; }

    /// <summary>How the server behaves.</summary>
    public GraphOptions Options { get; }

    internal Failures Failures { get; }

    /// <summary>Runs a query or mutation and writes the response. Subscriptions are refused; see <see cref="Subscribe"/>.</summary>
    /// <returns>Whether the request itself was in order, so that the response has <c>data</c>.</returns>
    public async ValueTask<bool> Execute(
        GraphRequest request, IServiceProvider services, IBufferWriter<byte> output, CancellationToken cancellation = default)
    {
        var prepared = Prepare(request, new RequestServices(services));
        if (prepared.Response is { } refused)
        {
            output.Write(refused);
            return false;
        }

        if (prepared.Operation!.Node.Kind == OperationKind.Subscription)
        {
            output.Write(Refusal("A subscription needs a transport that streams: WebSocket or server-sent events.", GraphQLErrorCodes.BadRequest));
            return false;
        }

        return await Run(prepared, null, new RequestServices(services), output, cancellation);
    }

    /// <summary>What kind of operation a request asks for; null when it cannot be run at all.</summary>
    internal OperationKind? KindOf(GraphRequest request) => documents.Find(request, out _)?.Operation(request.OperationName, out _)?.Node.Kind;

    internal static byte[] Refusal(string message, string code) => ResponseWriter.RequestErrors([new GraphQLError(message, code)]);

    internal async ValueTask<bool> Run(
        PreparedRequest prepared, object? root, RequestServices services, IBufferWriter<byte> output, CancellationToken cancellation)
    {
        var operation = prepared.Operation!;
        var started = Stopwatch.GetTimestamp();
        using var span = Spans.Operation(operation.Node);
        using var run = new OperationRun(operation.Plan(prepared.Variables!), prepared.Variables!, this, services, cancellation);
        try
        {
            await run.Execute(root);
        }
        catch (RefusalException refusal)
        {
            output.Write(Refusal(refusal.Message, refusal.Code));
            return false;
        }

        ResponseWriter.Result(output, run);
        Measure(operation, run, started, span);
        return true;
    }

    /// <summary>Everything before execution (6.1): the document, the operation, its variables, what it may cost, and whether it may run at all.</summary>
    internal PreparedRequest Prepare(GraphRequest request, RequestServices services)
    {
        var prepared = Prepare(request);
        return prepared.Operation is { } operation
            && Options.Admit?.Invoke(services.Provider, new AskedOperation(operation, prepared.Variables!)) is { } refusal
            ? PreparedRequest.Refused(new GraphQLError(refusal.Message, refusal.Code) { Extensions = refusal.Extensions })
            : prepared;
    }

    private PreparedRequest Prepare(GraphRequest request)
    {
        var document = documents.Find(request, out var problem);
        if (document is null)
        {
            return PreparedRequest.Refused(problem!);
        }

        if (document.ErrorResponse is { } response)
        {
            return new PreparedRequest { Response = response, Errors = document.Errors };
        }

        var operation = document.Operation(request.OperationName, out var missing);
        if (operation is null)
        {
            return PreparedRequest.Refused(new GraphQLError(missing!, GraphQLErrorCodes.BadRequest));
        }

        if (operation.Ready is { } ready)
        {
            return ready;
        }

        var errors = new List<GraphQLError>();
        var variables = VariableValues.Coerce(operation, request.Variables, Schema, Options.Limits, errors);
        if (errors.Count == 0)
        {
            operation.Cost ??= new CostPlan(operation, Options.Limits);
            operation.Cost.Check(variables, errors);
        }

        if (errors.Count > 0)
        {
            return PreparedRequest.Refused([.. errors.Take(Options.Limits.MaxErrors)]);
        }

        var prepared = new PreparedRequest { Operation = operation, Variables = variables };
        if (operation.Node.Variables.Count == 0)
        {
            operation.Ready = prepared;
        }

        return prepared;
    }

    private static void Measure(PreparedOperation operation, OperationRun run, long started, Activity? span)
    {
        if (run.Errors is { } errors)
        {
            span?.SetStatus(ActivityStatusCode.Error, errors[0].Message);
            foreach (var error in errors)
            {
                Metrics.Errors.Add(1, new KeyValuePair<string, object?>("graphql.error.code", error.Code));
            }
        }

        if (Metrics.Duration.Enabled)
        {
            Metrics.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("graphql.operation.type", operation.Node.Kind.ToString().ToLowerInvariant()),
                new KeyValuePair<string, object?>("graphql.operation.name", operation.Node.Name?.Value));
        }
    }
}

/// <summary>A request that can be run, or the response that says why not.</summary>
internal sealed class PreparedRequest
{
    public byte[]? Response { get; init; }

    public IReadOnlyList<GraphQLError> Errors { get; init; } = [];

    public PreparedOperation? Operation { get; init; }

    public VariableValues? Variables { get; init; }

    public static PreparedRequest Refused(params IReadOnlyList<GraphQLError> errors) =>
        new() { Response = ResponseWriter.RequestErrors(errors), Errors = errors };
}
