using Doorward.GraphQL.Language;

namespace Doorward.GraphQL.Schema;

internal sealed partial class SchemaChecks
{
    // 3.6.2, IsValidImplementation: every interface of an interface is declared, every field is there and fits.
    private void Interfaces(FieldsType type)
    {
        var declared = document.Definitions.OfType<FieldsTypeNode>().Where(n => n.Name.Value == type.Name).SelectMany(n => n.Interfaces);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in declared)
        {
            if (schema[node.Name.Value] is not InterfaceType contract)
            {
                Report($"\"{type.Name}\" implements \"{node.Name.Value}\", which is no interface.", node);
            }
            else if (ReferenceEquals(contract, type))
            {
                Report($"\"{type.Name}\" implements itself.", node);
            }
            else if (!seen.Add(contract.Name))
            {
                Report($"\"{type.Name}\" implements \"{contract.Name}\" more than once.", node);
            }
            else
            {
                Transitive(type, contract, node);
                Implements(type, contract, node);
            }
        }
    }

    private void Transitive(FieldsType type, InterfaceType contract, SyntaxNode node)
    {
        foreach (var further in contract.Interfaces)
        {
            if (ReferenceEquals(further, type))
            {
                Report($"\"{type.Name}\" and \"{contract.Name}\" implement each other.", node);
            }
            else if (!type.Interfaces.Contains(further))
            {
                Report($"\"{type.Name}\" is to implement \"{further.Name}\" too, because \"{contract.Name}\" does.", node);
            }
        }
    }

    private void Implements(FieldsType type, InterfaceType contract, SyntaxNode node)
    {
        foreach (var expected in contract.Fields)
        {
            var field = type.Fields[expected.Name];
            if (field is null)
            {
                Report($"\"{type.Name}\" lacks the field \"{expected.Name}\" of \"{contract.Name}\".", node);
                continue;
            }

            if (!GraphSchema.IsSubtype(field.Type, expected.Type))
            {
                Report($"\"{field.Coordinate}\" is {field.Type}, but \"{expected.Coordinate}\" promises {expected.Type}.", node);
            }

            if (field.DeprecationReason is not null && expected.DeprecationReason is null)
            {
                Report($"\"{field.Coordinate}\" is deprecated, but \"{expected.Coordinate}\" is not.", node);
            }

            ImplementsArguments(field, expected, node);
        }
    }

    private void ImplementsArguments(FieldDefinition field, FieldDefinition expected, SyntaxNode node)
    {
        foreach (var argument in expected.Arguments)
        {
            if (!field.Arguments.TryGet(argument.Name, out var own))
            {
                Report($"\"{field.Coordinate}\" lacks the argument \"{argument.Name}\" of \"{expected.Coordinate}\".", node);
            }
            else if (!ReferenceEquals(own.Type, argument.Type))
            {
                Report($"\"{field.Coordinate}({argument.Name}:)\" is {own.Type}, but \"{expected.Coordinate}\" has {argument.Type}.", node);
            }
        }

        foreach (var extra in field.Arguments.Where(a => a.IsRequired && expected.Arguments[a.Name] is null))
        {
            Report($"\"{field.Coordinate}({extra.Name}:)\" is required, but \"{expected.Coordinate}\" does not have it.", node);
        }
    }
}
