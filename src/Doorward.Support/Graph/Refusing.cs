using Doorward.GraphQL;
using Doorward.Platform.Http;

namespace Doorward.Support.Graph;

/// <summary>A refusal as GraphQL tells it: its code in capitals in <c>extensions.code</c>.</summary>
internal static class Refusing
{
    public static RefusalException AsGraph(this Refusal refusal, IReadOnlyDictionary<string, object?>? extensions = null) =>
        new(refusal.Code.ToUpperInvariant(), refusal.Sentence) { Extensions = extensions };

    /// <summary>The refusal that an outcome's code stands for.</summary>
    /// <exception cref="InvalidOperationException">The statement returned an outcome that its slice does not know: a bug.</exception>
    public static RefusalException Named(this Refusals refusals, string code) =>
        refusals.All.FirstOrDefault(refusal => refusal.Code == code)?.AsGraph() ?? throw new InvalidOperationException($"No refusal is named {code}.");

    /// <summary>What is wrong with an input, field by field.</summary>
    public static RefusalException AsGraph(this FieldErrors errors) => new(
        GraphQLErrorCodes.BadUserInput, string.Join(" ", errors.All.Select(error => $"{error.Field} {error.Sentence}")));

    /// <summary>What the platform refuses on its own: too much waits, the database is away, the outcome is not known.</summary>
    public static RefusalException? Foreseen(Exception failure) => failure is IRefused refused ? refused.Refusal.AsGraph() : null;
}
