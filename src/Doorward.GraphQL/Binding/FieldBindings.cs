using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Telemetry;

namespace Doorward.GraphQL;

/// <summary>A field whose value is there at once. Nothing is allocated for it.</summary>
internal sealed class ValueBinding<T>(FieldInvoker<T> invoke, Completer<T> completer) : FieldBinding
{
    public override bool Write(OperationRun run, FieldPlan field, object? source)
    {
        T value;
        using (DoesWork ? Spans.Resolver(field) : default)
        {
            try
            {
                value = invoke(source, field.Arguments.Values(run), run, field);
            }
            catch (Exception failure)
            {
                return run.Fail(field, failure, completer.IsNonNull);
            }
        }

        return completer.Write(run, field, value);
    }
}

/// <summary>A field whose value may come later: then its place in the response is left open and its siblings go on.</summary>
internal sealed class AsyncBinding<T>(FieldInvoker<ValueTask<T>> invoke, Completer<T> completer) : FieldBinding
{
    public override bool Write(OperationRun run, FieldPlan field, object? source)
    {
        ValueTask<T> task;
        var span = DoesWork ? Spans.Resolver(field) : default;
        try
        {
            task = invoke(source, field.Arguments.Values(run), run, field);
        }
        catch (Exception failure)
        {
            span.Dispose();
            return run.Fail(field, failure, completer.IsNonNull);
        }

        if (task.IsCompletedSuccessfully)
        {
            span.Dispose();
            return completer.Write(run, field, task.Result);
        }

        span.Detach();
        run.Defer(new AsyncHole<T>(task, field, completer, span), completer.IsNonNull);
        return true;
    }
}

/// <summary>A value that is still to come.</summary>
internal sealed class AsyncHole<T>(ValueTask<T> task, FieldPlan field, Completer<T> completer, ResolverSpan span) : Hole(field)
{
    private ValueTask<T> pending = task;

    public override void Start()
    {
        var awaiter = pending.ConfigureAwait(false).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            Completed();
        }
        else
        {
            awaiter.UnsafeOnCompleted(Completed);
        }
    }

    public override bool Write(OperationRun run)
    {
        T value;
        try
        {
            value = pending.GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            return run.Fail(Field, failure, completer.IsNonNull);
        }
        finally
        {
            span.Dispose();
        }

        return completer.Write(run, Field, value);
    }

    public override void Observe()
    {
        try
        {
            _ = pending.GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // its place in the response is gone, and the error that took it away is already reported
        }
        finally
        {
            span.Dispose();
        }
    }
}

/// <summary>The name of the object's type (4.1).</summary>
internal sealed class TypeNameBinding : FieldBinding
{
    public override bool Write(OperationRun run, FieldPlan field, object? source)
    {
        run.Writer.WriteRaw(field.Parent.TypeNameJson);
        return true;
    }
}
