using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>Writes values of one GraphQL type (6.4.3, CompleteValue).</summary>
internal abstract class Completer(bool isNonNull)
{
    public bool IsNonNull { get; } = isNonNull;
}

/// <summary>Writes values of one GraphQL type and one CLR type, without boxing them.</summary>
internal abstract class Completer<T>(bool isNonNull) : Completer(isNonNull)
{
    /// <summary>Returns false when null has to go upwards; the caller then takes back what was written.</summary>
    public abstract bool Write(OperationRun run, FieldPlan field, T value);
}

/// <summary>A scalar or enum.</summary>
internal sealed class LeafCompleter<T>(Action<ResultWriter, T> write, bool isNonNull) : Completer<T>(isNonNull)
{
    public override bool Write(OperationRun run, FieldPlan field, T value)
    {
        if (value is null)
        {
            return run.Null(field, IsNonNull);
        }

        var start = run.Writer.Position;
        try
        {
            write(run.Writer, value);
            return true;
        }
        catch (Exception failure)
        {
            run.Writer.Position = start;
            return run.Fail(field, failure, IsNonNull);
        }
    }
}

/// <summary>A nullable CLR value of a leaf type.</summary>
internal sealed class NullableCompleter<T>(Completer<T> inner) : Completer<T?>(inner.IsNonNull)
    where T : struct
{
    public override bool Write(OperationRun run, FieldPlan field, T? value) =>
        value is { } v ? inner.Write(run, field, v) : run.Null(field, IsNonNull);
}

/// <summary>An object, an interface or a union.</summary>
internal sealed class ObjectCompleter<T>(Func<object, ObjectType> typeOf, bool isNonNull) : Completer<T>(isNonNull)
{
    public override bool Write(OperationRun run, FieldPlan field, T value)
    {
        if (value is null)
        {
            return run.Null(field, IsNonNull);
        }

        object source = value;
        SelectionPlan selections;
        try
        {
            selections = field.Selections(typeOf(source));
        }
        catch (Exception failure)
        {
            return run.Fail(field, failure, IsNonNull);
        }

        if (IsNonNull)
        {
            return run.WriteObject(selections, source);
        }

        var (start, hole) = (run.Writer.Position, run.HoleCount);
        run.PushBoundary(start);
        var isWhole = run.WriteObject(selections, source);
        run.PopBoundary();
        if (!isWhole)
        {
            run.ReplaceByNull(start, hole);
        }

        return true;
    }
}
