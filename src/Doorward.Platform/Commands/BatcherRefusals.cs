using Doorward.Platform.Http;

namespace Doorward.Platform.Commands;

/// <summary>More commands wait than a batcher may hold: 503 with Retry-After.</summary>
public sealed class BatcherFull(string command)
    : Exception($"More {command} commands wait than this node can hold."), IRefused
{
    internal static Refusal Busy { get; } = new("busy", 503, "Too much is going on at the moment; nothing was done. Try again in a second.");

    /// <inheritdoc/>
    public Refusal Refusal => Busy;
}

/// <summary>Others changed the same rows each time the command was tried; it was rolled back: 503 with Retry-After.</summary>
public sealed class CommandOvertaken(string command, Exception inner)
    : Exception($"{command} was overtaken each time it was tried.", inner), IRefused
{
    /// <inheritdoc/>
    public Refusal Refusal { get; } = new("busy", 503, "Too many others want the same at this moment; nothing was done. Try again in a second.");
}

/// <summary>
/// The connection broke while the statement ran, so nobody knows whether it was committed: 503 with Retry-After.
/// A caller with an idempotency key may simply ask again.
/// </summary>
public sealed class OutcomeUnknown(string command, Exception inner)
    : Exception($"The database connection broke while {command} ran; whether it was committed is not known.", inner), IRefused
{
    internal static Refusal Unknown { get; } = new(
        "outcome_unknown", 503, "The database was cut off in the middle, so it is not known whether this was done. Try again with the same Idempotency-Key, or look first.");

    /// <inheritdoc/>
    public Refusal Refusal => Unknown;
}

/// <summary>The database could not be reached, so nothing was done: 503 with Retry-After.</summary>
public sealed class DatabaseUnavailable(Exception inner)
    : Exception("The database cannot be reached; nothing was done.", inner), IRefused
{
    /// <inheritdoc/>
    public Refusal Refusal => StandardRefusals.DatabaseUnavailable;
}
