using Doorward.Platform.Http;

namespace Doorward.Platform.Live;

/// <summary>What a handler answers: <c>done</c>, with or without a payload, or <c>error</c> with a code and a sentence.</summary>
public sealed record LiveAnswer
{
    private LiveAnswer(object? payload, Refusal? refusal) => (Payload, Refusal) = (payload, refusal);

    /// <summary>It is done, and there is nothing to say.</summary>
    public static LiveAnswer Done { get; } = new(null, null);

    /// <summary>The answer's message type.</summary>
    internal string Type { get; init; } = "done";

    /// <summary>What to do once it was sent: what it announces then comes behind it.</summary>
    internal Action? Afterwards { get; init; }

    internal object? Payload { get; }

    internal Refusal? Refusal { get; }

    /// <summary>It is done; the payload is written in snake_case.</summary>
    public static LiveAnswer With(object payload) => new(payload, null);

    /// <summary>A foreseen no: the same code and sentence as over HTTP.</summary>
    public static LiveAnswer Refused(Refusal refusal) => new(null, refusal);
}
