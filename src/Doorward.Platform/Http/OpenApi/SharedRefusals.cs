using Doorward.Platform.Commands;
using Doorward.Platform.Identity;

namespace Doorward.Platform.Http;

/// <summary>Sets of refusals that have a name in the document.</summary>
internal static class SharedRefusals
{
    private static readonly (string Name, Refusal[] Refusals)[] Named =
    [
        ("NotSignedIn", [CallerMiddleware.NotSignedIn, .. BearerCallers.RefusedTokens]),
        ("TooSlow", [StandardRefusals.Slow]),
        ("BodyTooLarge", [StandardRefusals.BodyTooLarge]),
        ("UnsupportedMediaType", [StandardRefusals.UnsupportedMediaType]),
        ("TooManyRequests", [StandardRefusals.TooManyRequests]),
        ("InternalError", [StandardRefusals.Broken]),
        ("ReadUnavailable", [StandardRefusals.DatabaseUnavailable, StandardRefusals.TookTooLong, BearerCallers.KeysUnavailable]),
        ("CommandUnavailable",
            [BatcherFull.Busy, OutcomeUnknown.Unknown, StandardRefusals.DatabaseUnavailable, StandardRefusals.TookTooLong, BearerCallers.KeysUnavailable]),
        ("CommandWithBodyUnavailable",
        [
            StandardRefusals.Stopping, BatcherFull.Busy, OutcomeUnknown.Unknown, StandardRefusals.DatabaseUnavailable, StandardRefusals.TookTooLong,
            BearerCallers.KeysUnavailable,
        ]),
    ];

    /// <summary>The name of exactly this set; null when it is a route's own.</summary>
    public static string? NameOf(IReadOnlyList<Refusal> refusals) =>
        Named.FirstOrDefault(named => named.Refusals.SequenceEqual(refusals)).Name;
}
