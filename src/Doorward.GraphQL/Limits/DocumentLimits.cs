using Doorward.GraphQL.Language;
using Doorward.GraphQL.Schema;

namespace Doorward.GraphQL.Limits;

/// <summary>Limits that need only the document: aliases and directives before validation, depth and size after it.</summary>
internal static class DocumentLimits
{
    /// <summary>What can be counted even in a document that is not valid.</summary>
    public static List<GraphQLError> Count(DocumentNode document, GraphQLLimits limits)
    {
        var (aliases, directives) = (0, 0);
        SyntaxNode? alias = null, directive = null;
        var pending = new Stack<SelectionSetNode>();
        foreach (var definition in document.Definitions.OfType<ExecutableDefinitionNode>())
        {
            CountDirectives(definition.Directives);
            foreach (var variable in (definition as OperationDefinitionNode)?.Variables ?? [])
            {
                CountDirectives(variable.Directives);
            }

            pending.Push(definition.SelectionSet);
        }

        while (pending.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                CountDirectives(selection.Directives);
                if (selection is FieldNode { Alias: { } name } && ++aliases == limits.MaxAliases + 1)
                {
                    alias = name;
                }

                if (((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } nested)
                {
                    pending.Push(nested);
                }
            }
        }

        var errors = new List<GraphQLError>();
        Report(alias, $"The document has {aliases} aliases, {limits.MaxAliases} are allowed.", GraphQLErrorCodes.TooManyAliases);
        Report(directive, $"The document has {directives} directives, {limits.MaxDirectives} are allowed.", GraphQLErrorCodes.TooManyDirectives);
        return errors;

        void CountDirectives(IReadOnlyList<DirectiveNode> nodes)
        {
            if (directives <= limits.MaxDirectives && directives + nodes.Count > limits.MaxDirectives)
            {
                directive = nodes[0];
            }

            directives += nodes.Count;
        }

        void Report(SyntaxNode? at, string message, string code)
        {
            if (at is not null)
            {
                errors.Add(new GraphQLError(message, code) { Locations = [document.LocationOf(at)] });
            }
        }
    }

    /// <summary>What needs a valid document, in which no fragment holds itself.</summary>
    public static List<GraphQLError> Measure(DocumentNode document, GraphSchema schema, GraphOptions options)
    {
        var errors = new List<GraphQLError>();
        var measure = new DocumentMeasure(document);
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            var (depth, fields, _) = measure.Of(operation.SelectionSet);
            if (depth > options.Limits.MaxDepth)
            {
                Report(operation, $"The operation nests {depth} levels deep, {options.Limits.MaxDepth} are allowed.", GraphQLErrorCodes.TooDeep);
            }

            if (fields > options.Limits.MaxFields)
            {
                Report(operation, $"The operation selects {fields} fields, {options.Limits.MaxFields} are allowed.", GraphQLErrorCodes.TooCostly);
            }
        }

        if (measure.IntrospectionDepth > options.Limits.MaxIntrospectionDepth)
        {
            Report(measure.Introspection!, "The introspection query leads round in a circle too often: fields of types of fields of types …", GraphQLErrorCodes.TooDeep);
        }

        if (!options.AllowIntrospection && measure.Introspection is { } asked)
        {
            Report(asked, "The schema cannot be read here: introspection is switched off.", GraphQLErrorCodes.IntrospectionDisabled);
        }

        return errors;

        void Report(SyntaxNode node, string message, string code) =>
            errors.Add(new GraphQLError(message, code) { Locations = [document.LocationOf(node)] });
    }
}
