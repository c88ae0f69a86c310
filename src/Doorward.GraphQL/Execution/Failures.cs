using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Doorward.GraphQL.Execution;

/// <summary>What clients learn of an exception: refusals as they are, anything else as one sentence with a trace id.</summary>
internal sealed class Failures(ILogger logger, Func<Exception, RefusalException?>? foreseen)
{
    private static readonly Action<ILogger, string, string, Exception> Unexpected = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(1, "ResolverFailed"), "Resolving {Field} failed (trace {TraceId})");

    public GraphQLError ToError(Exception failure, FieldPlan field, IReadOnlyList<object> path, CancellationToken cancellation)
    {
        switch (failure as RefusalException ?? foreseen?.Invoke(failure) ?? failure)
        {
            case RefusalException refusal:
                return new GraphQLError(refusal.Message, refusal.Code)
                {
                    Locations = field.Locations, Path = path, Extensions = refusal.Extensions,
                };
            case ArgumentFault fault:
                return new GraphQLError(fault.Message, GraphQLErrorCodes.BadUserInput) { Locations = [fault.Location], Path = path };
            case OperationCanceledException when cancellation.IsCancellationRequested:
                return new GraphQLError("The request was given up.", "CANCELLED") { Locations = field.Locations, Path = path };
        }

        var trace = TraceId();
        Unexpected(logger, field.Definition.Coordinate, trace, failure);
        return new GraphQLError("Something went wrong on our side. The trace id helps to find out what.", GraphQLErrorCodes.Internal)
        {
            Locations = field.Locations,
            Path = path,
            Extensions = new Dictionary<string, object?> { ["traceId"] = trace },
        };
    }

    /// <summary>An exception that belongs to no field.</summary>
    public void Log(Exception failure) => Unexpected(logger, "an operation", TraceId(), failure);

    public static string TraceId() => Activity.Current?.TraceId.ToString() ?? ActivityTraceId.CreateRandom().ToString();
}
