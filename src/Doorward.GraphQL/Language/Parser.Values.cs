namespace Doorward.GraphQL.Language;

public ref partial struct Parser
{
    private ValueNode Value(bool isConst)
    {
        switch (token.Kind)
        {
            case TokenKind.BracketLeft:
                return ListValue(isConst);
            case TokenKind.BraceLeft:
                return ObjectValue(isConst);
            case TokenKind.Int:
                Advance();
                return new IntValueNode(LastText(), last.Start, last.End);
            case TokenKind.Float:
                Advance();
                return new FloatValueNode(LastText(), last.Start, last.End);
            case TokenKind.String or TokenKind.BlockString:
                return StringValue();
            case TokenKind.Name:
                return NamedValue();
            case TokenKind.Dollar:
                return isConst ? throw NotConst() : Variable();
            default:
                throw Unexpected();
        }
    }

    private ValueNode NamedValue()
    {
        Advance();
        var text = LastText();
        return text switch
        {
            "true" => new BooleanValueNode(true, last.Start, last.End),
            "false" => new BooleanValueNode(false, last.Start, last.End),
            "null" => new NullValueNode(last.Start, last.End),
            _ => new EnumValueNode(text, last.Start, last.End),
        };
    }

    private StringValueNode StringValue()
    {
        var isBlock = token.Kind == TokenKind.BlockString;
        Advance();
        return new StringValueNode(last.Value!, isBlock, last.Start, last.End);
    }

    private ListValueNode ListValue(bool isConst)
    {
        Enter();
        var start = token.Start;
        Advance();
        var values = new List<ValueNode>();
        while (!Skip(TokenKind.BracketRight))
        {
            values.Add(Value(isConst));
        }

        Leave();
        return new ListValueNode(values, start, last.End);
    }

    private ObjectValueNode ObjectValue(bool isConst)
    {
        Enter();
        var start = token.Start;
        Advance();
        var fields = new List<ObjectFieldNode>();
        while (!Skip(TokenKind.BraceRight))
        {
            var name = Name();
            Expect(TokenKind.Colon);
            var value = Value(isConst);
            fields.Add(new ObjectFieldNode(name, value, name.Start, value.End));
        }

        Leave();
        return new ObjectValueNode(fields, start, last.End);
    }

    private TypeNode Type()
    {
        Enter();
        var start = token.Start;
        TypeNode type;
        if (Skip(TokenKind.BracketLeft))
        {
            var item = Type();
            Expect(TokenKind.BracketRight);
            type = new ListTypeNode(item, start, last.End);
        }
        else
        {
            type = new NamedTypeNode(Name());
        }

        Leave();
        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type, start, last.End) : type;
    }

    private readonly string LastText()
    {
        var text = source.Text[last.Start..last.End];
        return string.IsInterned(text) ?? text;
    }

    private SyntaxException NotConst()
    {
        var start = token.Start;
        Advance();
        return token.Kind == TokenKind.Name
            ? Error(start, $"Unexpected variable \"${Word()}\": the value here must be constant.")
            : Error(start, "Unexpected \"$\": the value here must be constant.");
    }
}
