namespace Doorward.GraphQL.Language;

/// <summary>Reads documents by recursive descent (specification 2 and appendix B).</summary>
public ref partial struct Parser
{
    private readonly SourceText source;
    private readonly ParserLimits limits;
    private Lexer lexer;
    private Token token;
    private Token last;
    private int tokens;
    private int nesting;

    private Parser(string text, ParserLimits? limits)
    {
        source = new SourceText(text);
        this.limits = limits ?? new ParserLimits();
        lexer = new Lexer(source);
        Advance();
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="SyntaxException">It is not GraphQL, or larger than the limits.</exception>
    public static DocumentNode Parse(string text, ParserLimits? limits = null)
    {
        var parser = new Parser(text, limits);
        return parser.Document();
    }

    /// <summary>Reads a single value, for example a default (2.9).</summary>
    /// <exception cref="SyntaxException">It is no value.</exception>
    public static ValueNode ParseValue(string text, ParserLimits? limits = null)
    {
        var parser = new Parser(text, limits);
        var value = parser.Value(isConst: false);
        parser.Expect(TokenKind.EndOfFile);
        return value;
    }

    private DocumentNode Document()
    {
        var definitions = new List<DefinitionNode>();
        do
        {
            definitions.Add(Definition());
        }
        while (token.Kind != TokenKind.EndOfFile);

        return new DocumentNode(source, definitions) { TokenCount = tokens - 1 };
    }

    private DefinitionNode Definition()
    {
        if (token.Kind == TokenKind.BraceLeft)
        {
            var start = token.Start;
            var selections = SelectionSet();
            return new OperationDefinitionNode(null, start, selections.End)
            {
                Kind = OperationKind.Query, Variables = [], Directives = [], SelectionSet = selections,
            };
        }

        var description = Description();
        if (description is not null && (token.Kind == TokenKind.BraceLeft || (token.Kind == TokenKind.Name && !IsDescribable(Word()))))
        {
            throw new SyntaxException(source, description.Start, "A description stands in front of a definition only, and not of the shorthand or an extension.");
        }

        if (token.Kind != TokenKind.Name)
        {
            throw Unexpected();
        }

        switch (Word())
        {
            case "query" or "mutation" or "subscription":
                return Operation(description);
            case "fragment":
                return Fragment(description);
            case "extend" when description is null:
                return Extension();
            default:
                return TypeSystemDefinition(description, isExtension: false, description?.Start ?? token.Start);
        }
    }

    private static bool IsDescribable(ReadOnlySpan<char> word) => word is "query" or "mutation" or "subscription" or "fragment"
        or "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive";

    private StringValueNode? Description() =>
        token.Kind is TokenKind.String or TokenKind.BlockString ? StringValue() : null;

    private readonly ReadOnlySpan<char> Word() => source.Text.AsSpan(token.Start, token.End - token.Start);

    private readonly bool AtKeyword(string keyword) => token.Kind == TokenKind.Name && Word().SequenceEqual(keyword);

    private bool SkipKeyword(string keyword)
    {
        if (!AtKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void ExpectKeyword(string keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw Error(token.Start, $"Expected \"{keyword}\", found {Found()}.");
        }
    }

    private NameNode Name()
    {
        Expect(TokenKind.Name);
        var value = source.Text[last.Start..last.End];
        return new NameNode(string.IsInterned(value) ?? value, last.Start, last.End);
    }

    private void Advance()
    {
        last = token;
        token = lexer.Next();
        if (++tokens > limits.MaxTokens && token.Kind != TokenKind.EndOfFile)
        {
            throw new SyntaxException(source, token.Start,
                $"The document has more than {limits.MaxTokens} tokens.", GraphQLErrorCodes.TooManyTokens);
        }
    }

    private bool Skip(TokenKind kind)
    {
        if (token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind))
        {
            throw Error(token.Start, $"Expected {kind.Describe()}, found {Found()}.");
        }
    }

    // Called on entering what may hold itself; Leave() on the way out. Guards the stack.
    private void Enter()
    {
        if (++nesting > limits.MaxNesting)
        {
            throw new SyntaxException(source, token.Start,
                $"The document nests deeper than {limits.MaxNesting} levels.", GraphQLErrorCodes.TooDeep);
        }
    }

    private void Leave() => nesting--;

    private readonly string Found() => token.Kind switch
    {
        TokenKind.Name or TokenKind.Int or TokenKind.Float => $"\"{Word()}\"",
        _ => token.Kind.Describe(),
    };

    private readonly SyntaxException Unexpected() => Error(token.Start, $"Unexpected {Found()}.");

    private readonly SyntaxException Error(int at, string message) => new(source, at, message);
}
