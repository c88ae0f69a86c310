namespace Doorward.GraphQL;

/// <summary>What a request may ask for at most. Each limit passed is an error with a code of its own.</summary>
public sealed record GraphQLLimits
{
    /// <summary>The most lexical tokens a document may have.</summary>
    public int MaxTokens { get; init; } = 10_000;

    /// <summary>How deep fields may nest, fragments counted where they are spread, and input values in variables.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>How often lists of fields, input fields, interfaces or possible types may nest in introspection.</summary>
    public int MaxIntrospectionDepth { get; init; } = 3;

    /// <summary>The most aliases a document may have.</summary>
    public int MaxAliases { get; init; } = 200;

    /// <summary>The most directives a document may have.</summary>
    public int MaxDirectives { get; init; } = 200;

    /// <summary>The most fields an operation may select once its fragments are spread out.</summary>
    public int MaxFields { get; init; } = 20_000;

    /// <summary>The largest value of a paging argument; @listSize(maximum:) overrides it for a field.</summary>
    public int MaxPageSize { get; init; } = 1_000;

    /// <summary>The most items a list in the variables may have.</summary>
    public int MaxInputListItems { get; init; } = 10_000;

    /// <summary>How many items a list field counts for when neither an argument nor @listSize says.</summary>
    public int AssumedListSize { get; init; } = 10;

    /// <summary>The most an operation may cost; see <c>@cost</c> and <c>@listSize</c>.</summary>
    public long MaxCost { get; init; } = 100_000;

    /// <summary>How many validation errors are reported before the rest is cut off.</summary>
    public int MaxErrors { get; init; } = 50;

    /// <summary>The most bytes a response may have before execution stops.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;
}
