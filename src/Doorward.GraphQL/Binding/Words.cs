using System.Reflection;

namespace Doorward.GraphQL;

/// <summary>CLR types and methods as error messages show them.</summary>
internal static class Words
{
    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Of(inner) + "?";
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }

    public static string Of(MethodInfo method) => method.Name.Contains('<', StringComparison.Ordinal)
        ? $"the lambda ({string.Join(", ", method.GetParameters().Select(p => $"{Of(p.ParameterType)} {p.Name}"))}) => {Of(method.ReturnType)}"
        : $"{method.DeclaringType?.Name}.{method.Name}";
}
