namespace Doorward.GraphQL.Language;

public ref partial struct Parser
{
    private OperationDefinitionNode Operation(StringValueNode? description)
    {
        var start = description?.Start ?? token.Start;
        var kind = Enum.Parse<OperationKind>(Word(), ignoreCase: true);
        Advance();
        var name = token.Kind == TokenKind.Name ? Name() : null;
        var variables = VariableDefinitions();
        var directives = Directives(isConst: false);
        var selections = SelectionSet();
        return new OperationDefinitionNode(description, start, selections.End)
        {
            Kind = kind, Name = name, Variables = variables, Directives = directives, SelectionSet = selections,
        };
    }

    private FragmentDefinitionNode Fragment(StringValueNode? description)
    {
        var start = description?.Start ?? token.Start;
        ExpectKeyword("fragment");
        if (AtKeyword("on"))
        {
            throw Unexpected();
        }

        var name = Name();
        ExpectKeyword("on");
        var type = new NamedTypeNode(Name());
        var directives = Directives(isConst: false);
        var selections = SelectionSet();
        return new FragmentDefinitionNode(description, start, selections.End)
        {
            Name = name, TypeCondition = type, Directives = directives, SelectionSet = selections,
        };
    }

    private List<VariableDefinitionNode> VariableDefinitions()
    {
        var variables = new List<VariableDefinitionNode>();
        if (Skip(TokenKind.ParenLeft))
        {
            do
            {
                variables.Add(VariableDefinition());
            }
            while (!Skip(TokenKind.ParenRight));
        }

        return variables;
    }

    private VariableDefinitionNode VariableDefinition()
    {
        var start = token.Start;
        var description = Description();
        var variable = Variable();
        Expect(TokenKind.Colon);
        var type = Type();
        var defaultValue = Skip(TokenKind.EqualsSign) ? Value(isConst: true) : null;
        var directives = Directives(isConst: true);
        return new VariableDefinitionNode(start, last.End)
        {
            Description = description, Variable = variable, Type = type, DefaultValue = defaultValue, Directives = directives,
        };
    }

    private VariableNode Variable()
    {
        var start = token.Start;
        Expect(TokenKind.Dollar);
        var name = Name();
        return new VariableNode(name, start, name.End);
    }

    private SelectionSetNode SelectionSet()
    {
        Enter();
        var start = token.Start;
        Expect(TokenKind.BraceLeft);
        var selections = new List<SelectionNode>();
        do
        {
            selections.Add(token.Kind == TokenKind.Spread ? AnyFragment() : Field());
        }
        while (!Skip(TokenKind.BraceRight));

        Leave();
        return new SelectionSetNode(selections, start, last.End);
    }

    private FieldNode Field()
    {
        var start = token.Start;
        var name = Name();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = Name();
        }

        var arguments = Arguments(isConst: false);
        var directives = Directives(isConst: false);
        var selections = token.Kind == TokenKind.BraceLeft ? SelectionSet() : null;
        return new FieldNode(directives, start, last.End)
        {
            Alias = alias, Name = name, Arguments = arguments, SelectionSet = selections,
        };
    }

    private SelectionNode AnyFragment()
    {
        var start = token.Start;
        Expect(TokenKind.Spread);
        var hasCondition = SkipKeyword("on");
        if (!hasCondition && token.Kind == TokenKind.Name)
        {
            var name = Name();
            var spreadDirectives = Directives(isConst: false);
            return new FragmentSpreadNode(name, spreadDirectives, start, last.End);
        }

        var type = hasCondition ? new NamedTypeNode(Name()) : null;
        var directives = Directives(isConst: false);
        var selections = SelectionSet();
        return new InlineFragmentNode(type, directives, selections, start, selections.End);
    }

    private List<ArgumentNode> Arguments(bool isConst)
    {
        if (!Skip(TokenKind.ParenLeft))
        {
            return [];
        }

        var arguments = new List<ArgumentNode>();
        do
        {
            var name = Name();
            Expect(TokenKind.Colon);
            var value = Value(isConst);
            arguments.Add(new ArgumentNode(name, value, name.Start, value.End));
        }
        while (!Skip(TokenKind.ParenRight));

        return arguments;
    }

    private List<DirectiveNode> Directives(bool isConst)
    {
        if (token.Kind != TokenKind.At)
        {
            return [];
        }

        var directives = new List<DirectiveNode>();
        while (token.Kind == TokenKind.At)
        {
            var start = token.Start;
            Advance();
            var name = Name();
            var arguments = Arguments(isConst);
            directives.Add(new DirectiveNode(name, arguments, start, last.End));
        }

        return directives;
    }
}
