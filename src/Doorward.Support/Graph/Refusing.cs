using Doorward.GraphQL;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Graph;

/// <summary>
/// A refusal as GraphQL tells it: its code in capitals in <c>extensions.code</c>; where it is worth coming again, after how long in <c>retryAfterSeconds</c>.
/// </summary>
internal static class Refusing
{
    public static RefusalException AsGraph(this Refusal refusal, IReadOnlyDictionary<string, object?>? extensions = null) =>
        new(refusal.Code.ToUpperInvariant(), refusal.Sentence)
        {
            Extensions = extensions ?? (refusal.RetryAfterSeconds is { } seconds ? new Dictionary<string, object?> { ["retryAfterSeconds"] = seconds } : null),
        };

    /// <summary>The refusal that an outcome's code stands for.</summary>
    /// <exception cref="InvalidOperationException">The statement returned an outcome that its slice does not know: a bug.</exception>
    public static RefusalException Named(this Refusals refusals, string code) =>
        refusals.All.FirstOrDefault(refusal => refusal.Code == code)?.AsGraph() ?? throw new InvalidOperationException($"No refusal is named {code}.");

    /// <summary>What is wrong with an input, field by field.</summary>
    public static RefusalException AsGraph(this FieldErrors errors) => new(
        GraphQLErrorCodes.BadUserInput, string.Join(" ", errors.All.Select(error => $"{error.Field} {error.Sentence}")));

    /// <summary>What the platform refuses on its own: too much waits, the database is away, the outcome is not known.</summary>
    public static RefusalException? Foreseen(Exception failure) => failure switch
    {
        IRefused refused => refused.Refusal.AsGraph(),
        NpgsqlException down when Outage.Is(down) => StandardRefusals.DatabaseUnavailable.AsGraph(), // a read: commands have their own words for it
        _ => null,
    };
}
