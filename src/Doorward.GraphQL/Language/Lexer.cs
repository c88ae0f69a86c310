namespace Doorward.GraphQL.Language;

/// <summary>Cuts a document into tokens, one at a time (specification 2.1).</summary>
internal ref struct Lexer(SourceText source)
{
    private readonly string text = source.Text;
    private int position;

    public Token Next()
    {
        SkipIgnored();
        if (position >= text.Length)
        {
            return new Token(TokenKind.EndOfFile, text.Length, text.Length);
        }

        var c = text[position];
        return c switch
        {
            '!' => Punctuator(TokenKind.Bang),
            '$' => Punctuator(TokenKind.Dollar),
            '&' => Punctuator(TokenKind.Ampersand),
            '(' => Punctuator(TokenKind.ParenLeft),
            ')' => Punctuator(TokenKind.ParenRight),
            ':' => Punctuator(TokenKind.Colon),
            '=' => Punctuator(TokenKind.EqualsSign),
            '@' => Punctuator(TokenKind.At),
            '[' => Punctuator(TokenKind.BracketLeft),
            ']' => Punctuator(TokenKind.BracketRight),
            '{' => Punctuator(TokenKind.BraceLeft),
            '|' => Punctuator(TokenKind.Pipe),
            '}' => Punctuator(TokenKind.BraceRight),
            '.' => Spread(),
            '"' => Quoted(),
            '-' or (>= '0' and <= '9') => Number(),
            _ when IsNameStart(c) => Name(),
            _ => throw Unexpected(position),
        };
    }

    internal static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    internal static bool IsNameContinue(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    // White space, line terminators, commas, the byte order mark and comments (2.1.7).
    private void SkipIgnored()
    {
        while (position < text.Length)
        {
            switch (text[position])
            {
                case ' ' or '\t' or '\n' or '\r' or ',' or '\uFEFF':
                    position++;
                    break;
                case '#':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        while (position < text.Length && text[position] is not ('\n' or '\r'))
        {
            if (!TryScalarWidth(position, out var width))
            {
                return;
            }

            position += width;
        }
    }

    private Token Punctuator(TokenKind kind) => new(kind, position, ++position);

    private Token Spread()
    {
        if (text.AsSpan(position).StartsWith("..."))
        {
            position += 3;
            return new Token(TokenKind.Spread, position - 3, position);
        }

        throw Unexpected(position);
    }

    private Token Name()
    {
        var start = position++;
        while (position < text.Length && IsNameContinue(text[position]))
        {
            position++;
        }

        return new Token(TokenKind.Name, start, position);
    }

    // Int and Float (2.9.1, 2.9.2): no leading zeros, and no name or dot directly behind.
    private Token Number()
    {
        var start = position;
        var isFloat = false;
        if (text[position] == '-')
        {
            position++;
        }

        if (Peek() == '0')
        {
            position++;
            if (char.IsAsciiDigit(Peek()))
            {
                throw Error(position, $"Invalid number: {Found(position)} after a leading 0.");
            }
        }
        else
        {
            Digits();
        }

        if (Peek() == '.')
        {
            isFloat = true;
            position++;
            Digits();
        }

        if (Peek() is 'e' or 'E')
        {
            isFloat = true;
            position++;
            if (Peek() is '+' or '-')
            {
                position++;
            }

            Digits();
        }

        if (Peek() == '.' || IsNameStart(Peek()))
        {
            throw Error(position, $"Invalid number: {Found(position)} where a digit was expected.");
        }

        return new Token(isFloat ? TokenKind.Float : TokenKind.Int, start, position);
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(Peek()))
        {
            throw Error(position, $"Invalid number: {Found(position)} where a digit was expected.");
        }

        while (char.IsAsciiDigit(Peek()))
        {
            position++;
        }
    }

    private Token Quoted()
    {
        var start = position;
        var strings = new StringLexer(source, start);
        var token = text.AsSpan(position).StartsWith("\"\"\"") ? strings.ReadBlock() : strings.Read();
        position = token.End;
        return token;
    }

    // NUL stands for "nothing here": no token continues with it.
    private readonly char Peek() => position < text.Length ? text[position] : '\0';

    private readonly bool TryScalarWidth(int at, out int width) => Characters.TryScalarWidth(text, at, out width);

    private readonly string Found(int at) => Characters.Describe(text, at);

    private readonly SyntaxException Unexpected(int at) => Error(at, text[at] == '\''
        ? "Unexpected single quote: strings stand in double quotes (\")."
        : $"Unexpected character {Found(at)}.");

    private readonly SyntaxException Error(int at, string message) => new(source, at, message);
}
