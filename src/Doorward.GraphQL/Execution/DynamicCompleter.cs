using System.Collections;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Execution;

/// <summary>Values whose CLR type is known only when they are there: raw resolvers and dictionaries.</summary>
internal static class DynamicCompleter
{
    public static Completer<object?> Of(GraphType type, GraphBinder binder)
    {
        var isNonNull = type is NonNullType;
        return type.Nullable switch
        {
            ListType list => new DynamicList(Of(list.ItemType, binder), isNonNull),
            EnumType e => new LeafCompleter<object?>((writer, value) => WriteEnum(writer, e, value!), isNonNull),
            ScalarType scalar => new LeafCompleter<object?>((writer, value) => scalar.Codec.Write(writer, value!), isNonNull),
            _ => new ObjectCompleter<object?>(binder.TypeOf((NamedType)type.Nullable), isNonNull),
        };
    }

    private static void WriteEnum(ResultWriter writer, EnumType type, object value)
    {
        var name = value as string ?? EnumNames.Find(type, value.ToString()!)?.Name;
        var known = name is null ? null : type.Values[name];
        writer.WriteRaw(known?.Json ?? throw new FormatException($"The result is no value of the enum {type.Name}."));
    }

    private sealed class DynamicList(Completer<object?> item, bool isNonNull) : Completer<object?>(isNonNull)
    {
        private readonly ListCompleter<IEnumerable<object?>, object?> items = new(item, isNonNull);

        public override bool Write(OperationRun run, FieldPlan field, object? value) => value switch
        {
            null => run.Null(field, IsNonNull),
            IEnumerable<object?> sequence when value is not string => items.Write(run, field, sequence),
            IEnumerable other when value is not string and not IDictionary and not IReadOnlyDictionary<string, object?> =>
                items.Write(run, field, other.Cast<object?>()),
            _ => run.Fail(field, new FormatException("The result is no list."), IsNonNull),
        };
    }
}
