using System.Collections.Concurrent;
using System.Reflection;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

internal sealed partial class GraphBinder
{
    /// <summary>How the object type of a value is found (6.4.3, ResolveAbstractType).</summary>
    public Func<object, ObjectType> TypeOf(NamedType type)
    {
        if (type is ObjectType o)
        {
            return _ => o;
        }

        var possible = schema.PossibleTypes(type);
        var named = definition.TypeResolvers.GetValueOrDefault(type.Name);
        var found = new ConcurrentDictionary<Type, ObjectType?>();
        return value =>
        {
            var name = named?.Invoke(value)
                ?? (value is IReadOnlyDictionary<string, object?> members && members.TryGetValue("__typename", out var n) ? n as string : null);
            var result = name is not null
                ? possible.FirstOrDefault(p => p.Name == name)
                : found.GetOrAdd(value.GetType(), clr => Nearest(possible, clr));
            return result ?? throw new FormatException($"A value of {value.GetType().Name} is no {type}.");
        };
    }

    private ObjectType? Nearest(IReadOnlyList<ObjectType> possible, Type clr)
    {
        for (var t = clr; t is not null; t = t.BaseType)
        {
            if (possible.FirstOrDefault(p => clrTypes.GetValueOrDefault(p) == t) is { } exact)
            {
                return exact;
            }
        }

        return possible.FirstOrDefault(p => clrTypes.GetValueOrDefault(p)?.IsAssignableFrom(clr) ?? false);
    }

    private static MemberInfo? Member(Type clr, string name)
    {
        var plain = EnumNames.Plain(name);
        IEnumerable<Type> types = clr.IsInterface ? [clr, .. clr.GetInterfaces()] : [clr];
        return types.SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance))
            .Where(m => m is PropertyInfo { CanRead: true } p && p.GetIndexParameters().Length == 0 || m is FieldInfo)
            .FirstOrDefault(m => EnumNames.Plain(m.Name) == plain);
    }
}
