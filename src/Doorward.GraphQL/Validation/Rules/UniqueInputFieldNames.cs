using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.6.3 Input object field uniqueness.</summary>
internal sealed class UniqueInputFieldNames : ValidationRule
{
    public override void ObjectValue(ObjectValueNode node)
    {
        if (node.Fields.Count < 2)
        {
            return;
        }

        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var field in node.Fields)
        {
            if (!seen.TryAdd(field.Name.Value, field.Name))
            {
                Report($"The field \"{field.Name.Value}\" is given more than once.", seen[field.Name.Value], field.Name);
            }
        }
    }
}
