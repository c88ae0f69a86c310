using System.Collections;
using System.Reflection;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>Turns coerced input values into what resolvers take: enums, lists, records, <see cref="Optional{T}"/>.</summary>
internal sealed class InputBinder
{
    private readonly Dictionary<(InputObjectType, Type), InputObjectBinder> objects = [];

    public static bool KnowsMissing(Type clr) => clr.IsGenericType && clr.GetGenericTypeDefinition() == typeof(Optional<>);

    /// <summary>A conversion, or null and the reason why there is none.</summary>
    public Func<object?, object?>? Create(GraphType type, Type clr, out string? reason)
    {
        reason = null;
        if (KnowsMissing(clr))
        {
            var inner = Create(type, clr.GetGenericArguments()[0], out reason);
            var make = Compiled.Constructor(clr, clr.GetConstructor([clr.GetGenericArguments()[0]])!);
            var missing = Activator.CreateInstance(clr);
            return inner is null ? null : value => value is NotGiven ? missing : make([inner(value)]);
        }

        if (clr == typeof(object))
        {
            return value => value is NotGiven ? null : value;
        }

        if (type is not NonNullType && clr.IsValueType && Nullable.GetUnderlyingType(clr) is null)
        {
            // null would have nothing to become; a default in the schema does not help against a null that is given
            reason = $"null is allowed, so take {Words.Of(clr)}? or Optional<{Words.Of(clr)}>";
            return null;
        }

        var plain = Nullable.GetUnderlyingType(clr) ?? clr;
        var convert = type.Nullable switch
        {
            ListType list => List(list, plain, out reason),
            EnumType e => Enum(e, plain, out reason),
            ScalarType scalar => Scalar(scalar, plain, out reason),
            _ => Object((InputObjectType)type.Nullable, plain, out reason),
        };
        return convert is null ? null : value => value is null or NotGiven ? null : convert(value);
    }

    private static Func<object?, object?>? Scalar(ScalarType scalar, Type clr, out string? reason)
    {
        reason = scalar.Codec.Accepts(clr) ? null : $"a {scalar} does not become one";
        return reason is null ? value => scalar.Codec.ToClr(value, clr) : null;
    }

    private static Func<object?, object?>? Enum(EnumType type, Type clr, out string? reason)
    {
        reason = null;
        if (clr == typeof(string))
        {
            return value => value;
        }

        if (!clr.IsEnum)
        {
            reason = "an enum becomes an enum or a string";
            return null;
        }

        var byName = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var value in type.Values)
        {
            var name = System.Enum.GetNames(clr).FirstOrDefault(n => EnumNames.Plain(n) == EnumNames.Plain(value.Name));
            if (name is null)
            {
                reason = $"{Words.Of(clr)} lacks {value.Name}";
                return null;
            }

            byName[value.Name] = System.Enum.Parse(clr, name);
        }

        return value => byName[(string)value!];
    }

    private Func<object?, object?>? List(ListType list, Type clr, out string? reason)
    {
        var item = clr.IsArray ? clr.GetElementType()!
            : clr.IsGenericType && clr.GetGenericArguments().Length == 1 ? clr.GetGenericArguments()[0] : null;
        if (item is null || (!clr.IsAssignableFrom(item.MakeArrayType()) && clr != typeof(List<>).MakeGenericType(item)))
        {
            reason = "a list becomes an array, a List<…> or an interface of these";
            return null;
        }

        if (Create(list.ItemType, item, out reason) is not { } convert)
        {
            return null;
        }

        return Compiled.List(item, isList: !clr.IsAssignableFrom(item.MakeArrayType()), convert);
    }

    private Func<object?, object?>? Object(InputObjectType type, Type clr, out string? reason)
    {
        reason = null;
        if (clr.IsAssignableFrom(typeof(Dictionary<string, object?>)))
        {
            return value => value;
        }

        if (!objects.TryGetValue((type, clr), out var binder))
        {
            // entered before its fields are looked at, because input types may hold themselves
            objects[(type, clr)] = binder = new InputObjectBinder(type, clr);
            binder.Bind(this);
        }

        reason = binder.Reason;
        return reason is null ? binder.Create : null;
    }
}
