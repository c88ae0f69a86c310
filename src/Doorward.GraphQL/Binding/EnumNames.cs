using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL;

/// <summary>Matches names across conventions: IN_PROGRESS and InProgress, createdAt and CreatedAt.</summary>
internal static class EnumNames
{
    public static EnumValue? Find(EnumType type, string clrName)
    {
        var plain = Plain(clrName);
        return type.Values.FirstOrDefault(v => Plain(v.Name) == plain);
    }

    public static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
