using System.Linq.Expressions;
using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL;

/// <summary>
/// Compiles the invoker of a field when it is asked for the first time. A graph has hundreds of fields, and a program that starts should not wait for code
/// that nobody may ever ask for.
/// </summary>
internal sealed class LateInvoker<T>(LambdaExpression body)
{
    private readonly Lazy<FieldInvoker<T>> _made = new(() => (FieldInvoker<T>)body.Compile());

    public T Invoke(object? source, object?[] arguments, OperationRun run, FieldPlan field) => _made.Value(source, arguments, run, field);
}
