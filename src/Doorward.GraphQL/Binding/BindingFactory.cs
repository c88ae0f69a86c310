using Doorward.GraphQL.Execution;

namespace Doorward.GraphQL;

/// <summary>Makes bindings once their CLR type is a type argument.</summary>
internal static class BindingFactory
{
    public static FieldBinding Value<T>(Delegate invoke, Completer completer, ArgumentBinding[] arguments, bool doesWork) =>
        new ValueBinding<T>((FieldInvoker<T>)invoke, (Completer<T>)completer) { Arguments = arguments, DoesWork = doesWork };

    public static FieldBinding Async<T>(Delegate invoke, Completer completer, ArgumentBinding[] arguments, bool doesWork) =>
        new AsyncBinding<T>((FieldInvoker<ValueTask<T>>)invoke, (Completer<T>)completer) { Arguments = arguments, DoesWork = doesWork };

    /// <summary>The event is the root value, and the root field's value is the event itself.</summary>
    public static FieldBinding Stream<T>(Delegate open, Completer completer, ArgumentBinding[] arguments)
    {
        var source = (FieldInvoker<IAsyncEnumerable<T>>)open;
        return new ValueBinding<T>((root, _, _, _) => (T)root!, (Completer<T>)completer)
        {
            Arguments = arguments,
            Subscribe = (root, values, run, field) => Untyped(source(root, values, run, field), run.Cancellation),
        };
    }

    private static async IAsyncEnumerable<object?> Untyped<T>(
        IAsyncEnumerable<T> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var item in source.WithCancellation(cancellation))
        {
            yield return item;
        }
    }
}
