using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>A field served by the entry of its name in a dictionary; the entry may be a task or a method of the arguments.</summary>
internal static class DictionaryField
{
    public static FieldBinding Bind(GraphBinder binder, FieldDefinition field, bool isSubscription)
    {
        var completer = DynamicCompleter.Of(field.Type, binder);
        return new AsyncBinding<object?>((source, arguments, run, plan) => Read(source, arguments, run, plan), completer)
        {
            Arguments = [.. field.Arguments.Select(a => new ArgumentBinding(a, null))],
            Subscribe = isSubscription ? (_, _, _, _) => throw new RefusalException("NOT_SUBSCRIBABLE", $"\"{field.Name}\" has no source.") : null,
        };
    }

    private static ValueTask<object?> Read(object? source, object?[] arguments, OperationRun run, FieldPlan plan)
    {
        var value = source is IReadOnlyDictionary<string, object?> members ? members.GetValueOrDefault(plan.Definition.Name) : null;
        return value switch
        {
            FieldResolver resolver => resolver(new FieldContext(run, plan, source, arguments)),
            Task<object?> task => new ValueTask<object?>(task),
            _ => ValueTask.FromResult(value),
        };
    }
}
