namespace Doorward.GraphQL.Language;

public ref partial struct Parser
{
    private List<NamedTypeNode> Implements() => SkipKeyword("implements") ? NamedTypes(TokenKind.Ampersand) : [];

    private List<NamedTypeNode> NamedTypes(TokenKind separator)
    {
        Skip(separator);
        var types = new List<NamedTypeNode>();
        do
        {
            types.Add(new NamedTypeNode(Name()));
        }
        while (Skip(separator));

        return types;
    }

    private List<FieldDefinitionNode> FieldDefinitions()
    {
        var fields = new List<FieldDefinitionNode>();
        if (Skip(TokenKind.BraceLeft))
        {
            do
            {
                fields.Add(FieldDefinition());
            }
            while (!Skip(TokenKind.BraceRight));
        }

        return fields;
    }

    private FieldDefinitionNode FieldDefinition()
    {
        var start = token.Start;
        var description = Description();
        var name = Name();
        var arguments = InputValues(TokenKind.ParenLeft, TokenKind.ParenRight);
        Expect(TokenKind.Colon);
        var type = Type();
        var directives = Directives(isConst: true);
        return new FieldDefinitionNode(name, start, last.End)
        {
            Description = description, Arguments = arguments, Type = type, Directives = directives,
        };
    }

    private List<InputValueDefinitionNode> InputValues(TokenKind open, TokenKind close)
    {
        var values = new List<InputValueDefinitionNode>();
        if (Skip(open))
        {
            do
            {
                values.Add(InputValueDefinition());
            }
            while (!Skip(close));
        }

        return values;
    }

    private InputValueDefinitionNode InputValueDefinition()
    {
        var start = token.Start;
        var description = Description();
        var name = Name();
        Expect(TokenKind.Colon);
        var type = Type();
        var defaultValue = Skip(TokenKind.EqualsSign) ? Value(isConst: true) : null;
        var directives = Directives(isConst: true);
        return new InputValueDefinitionNode(name, start, last.End)
        {
            Description = description, Type = type, DefaultValue = defaultValue, Directives = directives,
        };
    }

    private DirectiveDefinitionNode DirectiveDefinition(StringValueNode? description, int start)
    {
        Advance();
        Expect(TokenKind.At);
        var name = Name();
        var arguments = InputValues(TokenKind.ParenLeft, TokenKind.ParenRight);
        var isRepeatable = SkipKeyword("repeatable");
        ExpectKeyword("on");
        Skip(TokenKind.Pipe);
        var locations = new List<NameNode>();
        do
        {
            var at = token.Start;
            var location = Name();
            locations.Add(DirectiveLocations.All.Contains(location.Value)
                ? location
                : throw Error(at, $"Unexpected \"{location.Value}\": it is no directive location."));
        }
        while (Skip(TokenKind.Pipe));

        return new DirectiveDefinitionNode(description, start, last.End)
        {
            Name = name, Arguments = arguments, IsRepeatable = isRepeatable, Locations = locations, Directives = [],
        };
    }
}
