namespace Doorward.GraphQL.Language;

/// <summary>How much of a document is read before it is refused.</summary>
public sealed record ParserLimits
{
    /// <summary>No limit on tokens; nesting stays bounded, because the parser recurses.</summary>
    public static ParserLimits Trusted { get; } = new() { MaxTokens = int.MaxValue };

    /// <summary>The most lexical tokens a document may have.</summary>
    public int MaxTokens { get; init; } = 10_000;

    /// <summary>How deep selections, values and types may nest, counted together.</summary>
    public int MaxNesting { get; init; } = 200;
}
