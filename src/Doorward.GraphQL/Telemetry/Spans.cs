using System.Diagnostics;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Telemetry;

/// <summary>Traces: a span an operation, one a resolver that does work (OpenTelemetry semantic conventions, GraphQL).</summary>
public static class Spans
{
    /// <summary>The name of the activity source and of the meter, to subscribe to.</summary>
    public const string SourceName = "Doorward.GraphQL";

    internal static readonly ActivitySource Source = new(SourceName);

    internal static Activity? Operation(OperationDefinitionNode operation)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var kind = operation.Kind.ToString().ToLowerInvariant();
        var span = Source.StartActivity(operation.Name is null ? kind : $"{kind} {operation.Name.Value}");
        span?.SetTag("graphql.operation.type", kind);
        span?.SetTag("graphql.operation.name", operation.Name?.Value);
        return span;
    }

    internal static ResolverSpan Resolver(FieldPlan field)
    {
        if (!Source.HasListeners())
        {
            return default;
        }

        var span = Source.StartActivity(field.Definition.Coordinate);
        span?.SetTag("graphql.field.coordinate", field.Definition.Coordinate);
        return new ResolverSpan(span);
    }
}

/// <summary>The span of one resolver, or nothing.</summary>
internal readonly struct ResolverSpan(Activity? activity) : IDisposable
{
    /// <summary>Siblings started from here on are not its children, though it is not over.</summary>
    public void Detach()
    {
        if (activity is not null && ReferenceEquals(Activity.Current, activity))
        {
            Activity.Current = activity.Parent;
        }
    }

    public void Dispose()
    {
        if (activity is null)
        {
            return;
        }

        var current = Activity.Current;
        activity.Dispose();
        if (!ReferenceEquals(current, activity))
        {
            Activity.Current = current;
        }
    }
}
