using System.Collections.Frozen;

namespace Doorward.GraphQL.Language;

/// <summary>The names of the places where a directive may stand (3.13).</summary>
internal static class DirectiveLocations
{
    public static readonly string[] Executable =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    ];

    public static readonly string[] TypeSystem =
    [
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
    ];

    public static readonly FrozenSet<string> All = Executable.Concat(TypeSystem).ToFrozenSet(StringComparer.Ordinal);
}
