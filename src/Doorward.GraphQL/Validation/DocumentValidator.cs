using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Validation.Rules;

namespace Doorward.GraphQL.Validation;

/// <summary>Holds a document against all rules of section 5 in one walk.</summary>
public static class DocumentValidator
{
    /// <summary>The errors of a document; none when it may be executed.</summary>
    public static IReadOnlyList<GraphQLError> Validate(GraphSchema schema, DocumentNode document, int maxErrors = int.MaxValue)
    {
        var context = new ValidationContext(schema, document) { MaxErrors = maxErrors };
        var rules = Rules();
        foreach (var rule in rules)
        {
            rule.Begin(context);
        }

        new DocumentWalker(context, rules).Walk();
        return context.Errors;
    }

    internal static ValidationRule[] Rules() =>
    [
        new ExecutableDefinitions(),
        new KnownOperationTypes(),
        new UniqueOperationNames(),
        new LoneAnonymousOperation(),
        new SingleFieldSubscriptions(),
        new KnownTypeNames(),
        new FragmentsOnCompositeTypes(),
        new VariablesAreInputTypes(),
        new ScalarLeafs(),
        new FieldsOnCorrectType(),
        new UniqueFragmentNames(),
        new KnownFragmentNames(),
        new NoUnusedFragments(),
        new PossibleFragmentSpreads(),
        new NoFragmentCycles(),
        new UniqueVariableNames(),
        new NoUndefinedVariables(),
        new NoUnusedVariables(),
        new KnownDirectives(),
        new UniqueDirectivesPerLocation(),
        new KnownArgumentNames(),
        new UniqueArgumentNames(),
        new ValuesOfCorrectType(),
        new ProvidedRequiredArguments(),
        new VariablesInAllowedPosition(),
        new OverlappingFieldsCanBeMerged(),
        new UniqueInputFieldNames(),
    ];
}
