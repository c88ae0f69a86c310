using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.6.1 Values of correct type, with 5.6.2 to 5.6.4 for input objects.</summary>
internal sealed class ValuesOfCorrectType : ValidationRule
{
    public override void Literal(ValueNode node, GraphType type) =>
        LiteralCheck.Run(node, type, (message, at) => Report(message, at));
}
