using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Validation.Rules;

/// <summary>5.1.1 Executable definitions: a request holds operations and fragments only.</summary>
internal sealed class ExecutableDefinitions : ValidationRule
{
    public override void Document(DocumentNode node)
    {
        foreach (var definition in node.Definitions.Where(d => d is not ExecutableDefinitionNode))
        {
            Report("Only operations and fragments can be executed; this defines part of a schema.", definition);
        }
    }
}
