namespace Doorward.GraphQL.Language;

/// <summary>The kinds of lexical tokens (specification 2.1.6).</summary>
internal enum TokenKind
{
    StartOfFile,
    EndOfFile,
    Bang,
    Dollar,
    Ampersand,
    ParenLeft,
    ParenRight,
    Spread,
    Colon,
    EqualsSign,
    At,
    BracketLeft,
    BracketRight,
    BraceLeft,
    Pipe,
    BraceRight,
    Name,
    Int,
    Float,
    String,
    BlockString,
}

/// <summary>A token: its kind, where it stands, and for strings the value with escapes resolved.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string? Value = null);

internal static class TokenWords
{
    public static string Describe(this TokenKind kind) => kind switch
    {
        TokenKind.StartOfFile => "the start of the document",
        TokenKind.EndOfFile => "the end of the document",
        TokenKind.Bang => "\"!\"",
        TokenKind.Dollar => "\"$\"",
        TokenKind.Ampersand => "\"&\"",
        TokenKind.ParenLeft => "\"(\"",
        TokenKind.ParenRight => "\")\"",
        TokenKind.Spread => "\"...\"",
        TokenKind.Colon => "\":\"",
        TokenKind.EqualsSign => "\"=\"",
        TokenKind.At => "\"@\"",
        TokenKind.BracketLeft => "\"[\"",
        TokenKind.BracketRight => "\"]\"",
        TokenKind.BraceLeft => "\"{\"",
        TokenKind.Pipe => "\"|\"",
        TokenKind.BraceRight => "\"}\"",
        TokenKind.Name => "a name",
        TokenKind.Int => "an integer",
        TokenKind.Float => "a decimal number",
        TokenKind.String => "a string",
        _ => "a block string",
    };
}
