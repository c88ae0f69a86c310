using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Doorward.Platform.Http;

/// <summary>The refusals of one slice: what each outcome's code means over HTTP. The API document is made from it too.</summary>
public sealed class Refusals(params Refusal[] all)
{
    private readonly Dictionary<string, Refusal> _byCode = all.ToDictionary(refusal => refusal.Code);

    /// <summary>In the order of the slice.</summary>
    public IReadOnlyCollection<Refusal> All { get; } = all;

    /// <summary>The problem that a code stands for.</summary>
    /// <exception cref="InvalidOperationException">The statement returned an outcome that its slice does not know: a bug.</exception>
    public ProblemHttpResult Of(string code) => _byCode.TryGetValue(code, out var refusal)
        ? refusal.AsProblem()
        : throw new InvalidOperationException($"No refusal is named {code}.");
}

/// <summary>Says on a route which refusals it may answer with.</summary>
public static class RefusalMetadata
{
    /// <inheritdoc cref="RefusalMetadata"/>
    public static TBuilder Refuses<TBuilder>(this TBuilder route, Refusals refusals)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(refusals);
}
