namespace Doorward.GraphQL.Language;

public ref partial struct Parser
{
    private TypeSystemNode Extension()
    {
        var start = token.Start;
        ExpectKeyword("extend");
        if (token.Kind != TokenKind.Name || AtKeyword("directive"))
        {
            throw Unexpected();
        }

        var extension = TypeSystemDefinition(null, isExtension: true, start);
        return extension;
    }

    private TypeSystemNode TypeSystemDefinition(StringValueNode? description, bool isExtension, int start)
    {
        switch (Word())
        {
            case "schema": return Schema(description, isExtension, start);
            case "scalar": return Scalar(description, isExtension, start);
            case "type": return Object(description, isExtension, start);
            case "interface": return Interface(description, isExtension, start);
            case "union": return Union(description, isExtension, start);
            case "enum": return EnumType(description, isExtension, start);
            case "input": return InputObject(description, isExtension, start);
            case "directive": return DirectiveDefinition(description, start);
            default: throw Unexpected();
        }
    }

    private SchemaDefinitionNode Schema(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var directives = Directives(isConst: true);
        var operations = new List<OperationTypeNode>();
        if (!isExtension && token.Kind != TokenKind.BraceLeft)
        {
            Expect(TokenKind.BraceLeft);
        }

        if (Skip(TokenKind.BraceLeft))
        {
            do
            {
                operations.Add(OperationType());
            }
            while (!Skip(TokenKind.BraceRight));
        }

        RequireSomething(isExtension, directives.Count + operations.Count);
        return new SchemaDefinitionNode(description, start, last.End)
        {
            IsExtension = isExtension, Directives = directives, OperationTypes = operations,
        };
    }

    private OperationTypeNode OperationType()
    {
        var at = token.Start;
        if (!AtKeyword("query") && !AtKeyword("mutation") && !AtKeyword("subscription"))
        {
            Expect(TokenKind.Name);
            throw Error(at, $"Unexpected \"{LastText()}\".");
        }

        var kind = Enum.Parse<OperationKind>(Word(), ignoreCase: true);
        Advance();
        Expect(TokenKind.Colon);
        var type = new NamedTypeNode(Name());
        return new OperationTypeNode(kind, type, at, type.End);
    }

    private ScalarTypeNode Scalar(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var directives = Directives(isConst: true);
        RequireSomething(isExtension, directives.Count);
        return new ScalarTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Directives = directives,
        };
    }

    private ObjectTypeNode Object(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var interfaces = Implements();
        var directives = Directives(isConst: true);
        var fields = FieldDefinitions();
        RequireSomething(isExtension, interfaces.Count + directives.Count + fields.Count);
        return new ObjectTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Interfaces = interfaces, Directives = directives, Fields = fields,
        };
    }

    private InterfaceTypeNode Interface(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var interfaces = Implements();
        var directives = Directives(isConst: true);
        var fields = FieldDefinitions();
        RequireSomething(isExtension, interfaces.Count + directives.Count + fields.Count);
        return new InterfaceTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Interfaces = interfaces, Directives = directives, Fields = fields,
        };
    }

    private UnionTypeNode Union(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var directives = Directives(isConst: true);
        var types = Skip(TokenKind.EqualsSign) ? NamedTypes(TokenKind.Pipe) : [];
        RequireSomething(isExtension, directives.Count + types.Count);
        return new UnionTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Directives = directives, Types = types,
        };
    }

    private EnumTypeNode EnumType(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var directives = Directives(isConst: true);
        var values = new List<EnumValueDefinitionNode>();
        if (Skip(TokenKind.BraceLeft))
        {
            do
            {
                values.Add(EnumValueDefinition());
            }
            while (!Skip(TokenKind.BraceRight));
        }

        RequireSomething(isExtension, directives.Count + values.Count);
        return new EnumTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Directives = directives, Values = values,
        };
    }

    private EnumValueDefinitionNode EnumValueDefinition()
    {
        var start = token.Start;
        var description = Description();
        if (AtKeyword("true") || AtKeyword("false") || AtKeyword("null"))
        {
            throw Error(token.Start, $"Unexpected {Found()}: it cannot name an enum value.");
        }

        var name = Name();
        var directives = Directives(isConst: true);
        return new EnumValueDefinitionNode(name, start, last.End) { Description = description, Directives = directives };
    }

    private InputObjectTypeNode InputObject(StringValueNode? description, bool isExtension, int start)
    {
        Advance();
        var name = Name();
        var directives = Directives(isConst: true);
        var fields = InputValues(TokenKind.BraceLeft, TokenKind.BraceRight);
        RequireSomething(isExtension, directives.Count + fields.Count);
        return new InputObjectTypeNode(description, start, last.End)
        {
            IsExtension = isExtension, Name = name, Directives = directives, Fields = fields,
        };
    }

    // An extension that adds nothing is not in the grammar.
    private readonly void RequireSomething(bool isExtension, int parts)
    {
        if (isExtension && parts == 0)
        {
            throw Unexpected();
        }
    }
}
