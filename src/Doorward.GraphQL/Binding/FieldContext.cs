using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>What a resolver may want to know of the field it resolves (6.4.2).</summary>
public sealed class FieldContext
{
    private readonly OperationRun run;
    private readonly FieldPlan plan;
    private readonly object?[] arguments;

    internal FieldContext(OperationRun run, FieldPlan plan, object? source, object?[] arguments)
    {
        this.run = run;
        this.plan = plan;
        this.arguments = arguments;
        Source = source;
        Path = run.Path.ToList();
        Services = run.Services; // now, on the one thread that may: resolvers read it from others
    }

    /// <summary>The parent object.</summary>
    public object? Source { get; }

    /// <summary>The field as the schema defines it.</summary>
    public FieldDefinition Definition => plan.Definition;

    /// <summary>Where in the response the field is.</summary>
    public IReadOnlyList<object> Path { get; }

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Cancellation => run.Cancellation;

    /// <summary>The coerced arguments that were given or have defaults; for resolvers without typed parameters.</summary>
    public IReadOnlyDictionary<string, object?> Arguments
    {
        get
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < plan.Binding.Arguments.Length; i++)
            {
                if (arguments[i] is not NotGiven)
                {
                    values[plan.Binding.Arguments[i].Definition.Name] = arguments[i];
                }
            }

            return values;
        }
    }

    /// <summary>The names of the fields selected below this one, for an object type; for resolvers that fetch only these.</summary>
    public IEnumerable<string> Selected(string objectType) =>
        run.Plan.Operation.Schema[objectType] is ObjectType type ? plan.Selections(type).Fields.Select(f => f.Definition.Name) : [];
}
