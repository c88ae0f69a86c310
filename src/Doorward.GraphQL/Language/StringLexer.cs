using System.Globalization;
using System.Text;

namespace Doorward.GraphQL.Language;

/// <summary>String values, quoted and block (specification 2.9.4).</summary>
internal ref struct StringLexer
{
    private readonly SourceText source;
    private readonly string text;
    private readonly int start;
    private int position;

    public StringLexer(SourceText source, int start)
    {
        this.source = source;
        this.start = start;
        text = source.Text;
        position = start;
    }

    public Token Read()
    {
        position++;
        StringBuilder? unescaped = null;
        var chunk = position;
        while (position < text.Length)
        {
            var c = text[position];
            if (c == '"')
            {
                var value = unescaped is null
                    ? text[chunk..position]
                    : unescaped.Append(text, chunk, position - chunk).ToString();
                return new Token(TokenKind.String, start, position + 1, value);
            }

            if (c == '\\')
            {
                unescaped ??= new StringBuilder();
                unescaped.Append(text, chunk, position - chunk);
                Escape(unescaped);
                chunk = position;
            }
            else if (c is '\n' or '\r')
            {
                break;
            }
            else
            {
                Advance();
            }
        }

        throw Error(position, "Unterminated string.");
    }

    public Token ReadBlock()
    {
        position += 3;
        var raw = new StringBuilder();
        var chunk = position;
        while (position < text.Length)
        {
            var rest = text.AsSpan(position);
            if (rest.StartsWith("\"\"\""))
            {
                raw.Append(text, chunk, position - chunk);
                return new Token(TokenKind.BlockString, start, position + 3, BlockString.Dedent(raw.ToString()));
            }

            if (rest.StartsWith("\\\"\"\""))
            {
                raw.Append(text, chunk, position - chunk).Append("\"\"\"");
                position += 4;
                chunk = position;
            }
            else
            {
                Advance();
            }
        }

        throw Error(position, "Unterminated string.");
    }

    private void Advance()
    {
        if (!Characters.TryScalarWidth(text, position, out var width))
        {
            throw Error(position, $"Invalid character in a string: {Characters.Describe(text, position)}.");
        }

        position += width;
    }

    private void Escape(StringBuilder into)
    {
        var next = position + 1 < text.Length ? text[position + 1] : '\0';
        if (next == 'u')
        {
            UnicodeEscape(into);
            return;
        }

        into.Append(next switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw InvalidEscape(2),
        });
        position += 2;
    }

    // \uXXXX, a surrogate pair of two of them, or \u{X…}; always a Unicode scalar value in the end.
    private void UnicodeEscape(StringBuilder into)
    {
        if (position + 2 < text.Length && text[position + 2] == '{')
        {
            var close = text.AsSpan(position, Math.Min(12, text.Length - position)).IndexOf('}');
            if (close < 4 || !TryHex(position + 3, close - 3, out var point) || !Rune.TryCreate(point, out var rune))
            {
                throw InvalidEscape(close < 0 ? 12 : close + 1);
            }

            into.Append(rune.ToString());
            position += close + 1;
            return;
        }

        if (!TryHex(position + 2, 4, out var unit))
        {
            throw InvalidEscape(6);
        }

        if (!char.IsSurrogate((char)unit))
        {
            into.Append((char)unit);
            position += 6;
            return;
        }

        if (char.IsHighSurrogate((char)unit) && text.AsSpan(Math.Min(position + 6, text.Length)).StartsWith("\\u")
            && TryHex(position + 8, 4, out var low) && char.IsLowSurrogate((char)low))
        {
            into.Append((char)unit).Append((char)low);
            position += 12;
            return;
        }

        throw InvalidEscape(6);
    }

    private readonly bool TryHex(int at, int length, out int value)
    {
        value = 0;
        return length is > 0 and <= 8 && at + length <= text.Length
            && text.AsSpan(at, length).IndexOfAnyExcept(Hex) < 0
            && int.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private readonly SyntaxException InvalidEscape(int length)
    {
        var end = Math.Min(text.Length, position + length);
        return Error(position, $"Invalid escape sequence \"{text[position..end].ReplaceLineEndings(" ")}\" in a string.");
    }

    private readonly SyntaxException Error(int at, string message) => new(source, at, message);
}
