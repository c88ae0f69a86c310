using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.3.1 Field selections: the field exists on the type.</summary>
internal sealed class FieldsOnCorrectType : ValidationRule
{
    public override void Field(FieldNode node)
    {
        if (Context.ParentType is { } parent && Context.FieldDefinition is null)
        {
            var near = Nearest.To(node.Name.Value, (parent as FieldsType)?.Fields.Select(f => f.Name) ?? []);
            Report($"{parent} has no field \"{node.Name.Value}\".{near}", node);
        }
    }
}
