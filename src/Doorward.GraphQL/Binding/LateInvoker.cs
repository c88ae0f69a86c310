using System.Linq.Expressions;
using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL;

/// <summary>
/// Compiles the invoker of a field when it is asked for the first time. A graph has hundreds of fields, and a program that starts should not wait for code
/// that nobody may ever ask for.
/// </summary>
internal sealed class LateInvoker<T>(LambdaExpression body)
{
    private LambdaExpression? _body = body;
    private FieldInvoker<T>? _made;

    public T Invoke(object? source, object?[] arguments, OperationRun run, FieldPlan field) => (_made ?? Make())(source, arguments, run, field);

    /// <summary>Two who are first at once may both make it: the same, twice.</summary>
    private FieldInvoker<T> Make()
    {
        if (Volatile.Read(ref _body) is { } body)
        {
            Volatile.Write(ref _made, (FieldInvoker<T>)body.Compile());
            Volatile.Write(ref _body, null);
        }

        return Volatile.Read(ref _made)!;
    }
}
