using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.4.3 Required arguments.</summary>
internal sealed class ProvidedRequiredArguments : ValidationRule
{
    public override void Arguments(SyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> nodes, NamedList<InputValue>? definitions)
    {
        foreach (var definition in definitions ?? NamedList<InputValue>.Empty)
        {
            if (definition.IsRequired && !nodes.Any(n => n.Name.Value == definition.Name))
            {
                Report($"\"{ownerName}\" needs the argument \"{definition.Name}\" of type {definition.Type}.", owner);
            }
        }
    }
}
