using System.Collections;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>Makes the completer for a GraphQL type and the CLR type a resolver returns, or says why they do not fit.</summary>
internal sealed class CompleterFactory(GraphBinder binder)
{
    public Completer? Create(GraphType type, Type clr, out string? reason)
    {
        reason = null;
        if (clr == typeof(object) || (type.Nullable is ObjectType && GraphBinder.IsDictionary(clr)))
        {
            return clr == typeof(object) ? DynamicCompleter.Of(type, binder)
                : Make(nameof(Object), clr, binder.TypeOf((NamedType)type.Nullable), type is NonNullType);
        }

        if (Nullable.GetUnderlyingType(clr) is { } underlying)
        {
            if (type is NonNullType)
            {
                reason = "it may be null, the field may not";
                return null;
            }

            return Create(type, underlying, out reason) is { } inner
                ? (Completer)Activator.CreateInstance(typeof(NullableCompleter<>).MakeGenericType(underlying), inner)!
                : null;
        }

        return type.Nullable switch
        {
            ListType list => List(list, clr, type is NonNullType, out reason),
            ScalarType scalar => Scalar(scalar, clr, type is NonNullType, out reason),
            EnumType e => Enum(e, clr, type is NonNullType, out reason),
            _ => Composite((NamedType)type.Nullable, clr, type is NonNullType, out reason),
        };
    }

    public static Completer Leaf<T>(Action<ResultWriter, T> write, bool isNonNull) => new LeafCompleter<T>(write, isNonNull);

    public static Completer ScalarOf<T>(ScalarType scalar, bool isNonNull) => new LeafCompleter<T>(scalar.Codec.WriterOf<T>(), isNonNull);

    public static Completer Object<T>(Func<object, ObjectType> typeOf, bool isNonNull) => new ObjectCompleter<T>(typeOf, isNonNull);

    public static Completer ListOf<TList, TItem>(Completer item, bool isNonNull)
        where TList : IEnumerable<TItem> => new ListCompleter<TList, TItem>((Completer<TItem>)item, isNonNull);

    public static Completer EnumOf<T>(EnumType type, bool isNonNull)
        where T : struct, Enum
    {
        var names = System.Enum.GetValues<T>().Distinct().ToDictionary(v => v, v => EnumNames.Find(type, v.ToString())?.Json);
        return new LeafCompleter<T>(
            (writer, value) => writer.WriteRaw(names.GetValueOrDefault(value)
                ?? throw new FormatException($"{value} is no value of the enum {type.Name}.")),
            isNonNull);
    }

    private Completer? List(ListType list, Type clr, bool isNonNull, out string? reason)
    {
        var item = clr == typeof(string) ? null : new[] { clr }.Concat(clr.GetInterfaces())
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
        if (item is null)
        {
            reason = "it is no list";
            return null;
        }

        return Create(list.ItemType, item, out reason) is { } completer
            ? (Completer)typeof(CompleterFactory).GetMethod(nameof(ListOf))!.MakeGenericMethod(clr, item).Invoke(null, [completer, isNonNull])!
            : null;
    }

    private static Completer? Scalar(ScalarType scalar, Type clr, bool isNonNull, out string? reason)
    {
        reason = scalar.Codec.Accepts(clr) && (clr == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(clr) || scalar.Codec is AnyCodec)
            ? null : $"a {scalar} is not written from one";
        return reason is null ? Make(nameof(ScalarOf), clr, scalar, isNonNull) : null;
    }

    private static Completer? Enum(EnumType type, Type clr, bool isNonNull, out string? reason)
    {
        reason = null;
        if (clr == typeof(string))
        {
            return Leaf<string>(
                (writer, value) => writer.WriteRaw(type.Values[value]?.Json ?? throw new FormatException($"\"{value}\" is no value of the enum {type.Name}.")),
                isNonNull);
        }

        if (!clr.IsEnum)
        {
            reason = "an enum is written from an enum or a string";
            return null;
        }

        // unused members of the CLR enum are fine, values of the schema that it can never give too
        return Make(nameof(EnumOf), clr, type, isNonNull);
    }

    private Completer? Composite(NamedType type, Type clr, bool isNonNull, out string? reason)
    {
        reason = clr == typeof(string) || clr.IsPrimitive || clr.IsEnum || clr.IsArray ? "it is no object" : binder.Learn(type, clr);
        return reason is null ? Make(nameof(Object), clr, binder.TypeOf(type), isNonNull) : null;
    }

    private static Completer Make(string factory, Type clr, params object[] arguments) =>
        (Completer)typeof(CompleterFactory).GetMethod(factory)!.MakeGenericMethod(clr).Invoke(null, arguments)!;
}
