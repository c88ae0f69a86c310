using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>How a field gets its value and how that value is written. One for each field of each object type.</summary>
internal abstract class FieldBinding
{
    /// <summary>The arguments the resolver takes.</summary>
    public ArgumentBinding[] Arguments { get; init; } = [];

    /// <summary>Whether it runs code of the application, which is worth a span; reading a property is not.</summary>
    public bool DoesWork { get; init; }

    /// <summary>Opens the source stream of a root field of the subscription type; null for all other fields.</summary>
    public Func<object?, object?[], OperationRun, FieldPlan, IAsyncEnumerable<object?>>? Subscribe { get; init; }

    /// <summary>
    /// Resolves and writes the field's value. Returns false when the value is null where null is not allowed: then the error
    /// is already recorded, and the caller takes back what was written (6.4.4).
    /// </summary>
    public abstract bool Write(OperationRun run, FieldPlan field, object? source);
}

/// <summary>An argument of the schema and how its value becomes what the resolver takes.</summary>
internal sealed class ArgumentBinding(InputValue definition, Func<object?, object?>? toClr)
{
    public InputValue Definition { get; } = definition;

    /// <exception cref="FormatException">The value has no counterpart in the CLR type.</exception>
    public object? Convert(object? value) => toClr is null ? value : toClr(value);
}

/// <summary>A compiled resolver: source, arguments, and what else its parameters ask for.</summary>
internal delegate T FieldInvoker<out T>(object? source, object?[] arguments, OperationRun run, FieldPlan field);
