namespace Doorward.GraphQL.Language;

/// <summary>The document is not GraphQL: what was found, what would have fitted, and where.</summary>
public sealed class SyntaxException : Exception
{
    internal SyntaxException(SourceText source, int offset, string message, string code = GraphQLErrorCodes.ParseFailed)
        : base(message)
    {
        Location = source.LocationAt(offset);
        Code = code;
    }

    /// <summary>Where reading stopped.</summary>
    public SourceLocation Location { get; }

    /// <summary>The stable code of the error: a syntax error, or the limit that was passed.</summary>
    public string Code { get; }

    internal GraphQLError ToError() => new(Message, Code) { Locations = [Location] };
}
