namespace Doorward.GraphQL.Execution;

/// <summary>A list (3.11). Arrays and lists are read by index, anything else by its enumerator.</summary>
internal sealed class ListCompleter<TList, TItem>(Completer<TItem> item, bool isNonNull) : Completer<TList>(isNonNull)
    where TList : IEnumerable<TItem>
{
    public override bool Write(OperationRun run, FieldPlan field, TList value)
    {
        if (value is null)
        {
            return run.Null(field, IsNonNull);
        }

        var (start, hole) = (run.Writer.Position, run.HoleCount);
        if (!IsNonNull)
        {
            run.PushBoundary(start);
        }

        run.Path.Push(0);
        var isWhole = Items(run, field, value, out var failure);
        run.Path.Pop();
        if (!IsNonNull)
        {
            run.PopBoundary();
        }

        if (failure is not null)
        {
            run.AddFailure(field, failure);
        }

        if (isWhole)
        {
            return true;
        }

        if (IsNonNull)
        {
            return false;
        }

        run.ReplaceByNull(start, hole);
        return true;
    }

    private bool Items(OperationRun run, FieldPlan field, TList value, out Exception? failure)
    {
        failure = null;
        run.Writer.WriteByte((byte)'[');
        var isWhole = value switch
        {
            TItem[] array => Span(run, field, array),
            List<TItem> list => Indexed(run, field, list),
            _ => Enumerated(run, field, value, out failure),
        };
        run.Writer.WriteByte((byte)']');
        return isWhole;
    }

    private bool Span(OperationRun run, FieldPlan field, TItem[] items)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (!Item(run, field, i, items[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Indexed(OperationRun run, FieldPlan field, List<TItem> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!Item(run, field, i, items[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Enumerated(OperationRun run, FieldPlan field, TList items, out Exception? failure)
    {
        failure = null;
        var i = 0;
        try
        {
            foreach (var value in items)
            {
                if (!Item(run, field, i++, value))
                {
                    return false;
                }
            }
        }
        catch (Exception thrown) when (thrown is not RefusalException { Code: GraphQLErrorCodes.ListTooLong })
        {
            failure = thrown;
            return false;
        }

        return true;
    }

    private bool Item(OperationRun run, FieldPlan field, int index, TItem value)
    {
        if (index > 0)
        {
            run.Writer.WriteByte((byte)',');
            run.CheckSize();
        }

        run.Path.SetIndex(index);
        return item.Write(run, field, value);
    }
}
