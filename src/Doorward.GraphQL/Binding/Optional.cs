namespace Doorward.GraphQL;

/// <summary>An argument or input field that tells "not given" from null (2.9.5).</summary>
public readonly record struct Optional<T>
{
    private readonly T? value;

    /// <summary>A given value, null included.</summary>
    public Optional(T? value)
    {
        this.value = value;
        IsGiven = true;
    }

    /// <summary>Whether the client gave it.</summary>
    public bool IsGiven { get; }

    /// <summary>The value, or the default when none was given.</summary>
    public T? Value => value;
}
