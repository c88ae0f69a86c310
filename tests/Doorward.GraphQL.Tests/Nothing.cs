namespace Doorward.GraphQL.Tests;

/// <summary>A service provider with no services.</summary>
public sealed class Nothing : IServiceProvider
{
    public static readonly Nothing Provider = new();

    public object? GetService(Type serviceType) => null;
}
