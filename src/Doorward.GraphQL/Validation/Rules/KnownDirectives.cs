using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.7.1 Directives are defined, and 5.7.2 in valid locations.</summary>
internal sealed class KnownDirectives : ValidationRule
{
    public override void Directive(DirectiveNode node, string location)
    {
        if (!Context.Schema.Directives.TryGet(node.Name.Value, out var definition))
        {
            Report($"There is no directive \"@{node.Name.Value}\".", node);
        }
        else if (!definition.Locations.Contains(location))
        {
            Report($"\"@{node.Name.Value}\" may not stand on {location}.", node);
        }
    }
}
