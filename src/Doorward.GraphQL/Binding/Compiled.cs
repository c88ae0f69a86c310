using System.Linq.Expressions;
using System.Reflection;

namespace Doorward.GraphQL;

/// <summary>Constructors and setters as delegates, made once at start, so that no request pays for reflection.</summary>
internal static class Compiled
{
    private static readonly ParameterExpression Values = Expression.Parameter(typeof(object?[]), "values");

    /// <summary>Calls a constructor, or makes the default of a struct that has none.</summary>
    public static Func<object?[], object> Constructor(Type type, ConstructorInfo? constructor)
    {
        var arguments = (constructor?.GetParameters() ?? [])
            .Select((p, i) => Expression.Convert(Expression.ArrayIndex(Values, Expression.Constant(i)), p.ParameterType));
        Expression made = constructor is null ? Expression.New(type) : Expression.New(constructor, arguments);
        return Expression.Lambda<Func<object?[], object>>(Expression.Convert(made, typeof(object)), Values).Compile();
    }

    /// <summary>Sets a property, of a boxed struct too.</summary>
    public static Action<object, object?> Setter(PropertyInfo property)
    {
        var target = Expression.Parameter(typeof(object), "target");
        var value = Expression.Parameter(typeof(object), "value");
        var owner = property.DeclaringType!;
        var typed = owner.IsValueType ? Expression.Unbox(target, owner) : Expression.Convert(target, owner);
        var body = Expression.Assign(Expression.Property(typed, property), Expression.Convert(value, property.PropertyType));
        return Expression.Lambda<Action<object, object?>>(body, target, value).Compile();
    }

    /// <summary>Converts items into a typed array, or a list of them.</summary>
    public static Func<object?, object?> List(Type item, bool isList, Func<object?, object?> convert) =>
        typeof(Compiled).GetMethod(isList ? nameof(ToList) : nameof(ToArray), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(item).CreateDelegate<Func<Func<object?, object?>, object?, object?>>() is { } make
            ? value => make(convert, value) : throw new InvalidOperationException(item.Name);

    private static T[] ToArray<T>(Func<object?, object?> convert, object? value)
    {
        var from = (object?[])value!;
        var to = new T[from.Length];
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (T)convert(from[i])!;
        }

        return to;
    }

    private static List<T> ToList<T>(Func<object?, object?> convert, object? value) => [.. ToArray<T>(convert, value)];
}
