namespace Doorward.Platform.Queues;

/// <summary>A message that was received and is hidden from others for a while.</summary>
/// <param name="Id">The same at each delivery.</param>
/// <param name="Receipt">Of this delivery: what deletes it or changes its visibility.</param>
/// <param name="Body">Its text, as PostgreSQL can store it: a NUL or half a surrogate pair is U+FFFD. It may hold personal data, so it is never logged.</param>
/// <param name="SentAt">When it was sent, where the server says so.</param>
/// <param name="Traceparent">The W3C trace context that the sender put into the attribute of that name.</param>
public sealed record SqsMessage(string Id, string Receipt, string Body, DateTimeOffset? SentAt, string? Traceparent)
{
    /// <summary>The id, nothing else.</summary>
    public override string ToString() => Id;
}

/// <summary>What a batch of deletions or changes left undone.</summary>
/// <param name="TryAgain">The server failed; asking again is harmless.</param>
/// <param name="Refused">What they were received with is no longer good: somebody else may have them by now.</param>
public sealed record SqsLeftOver(IReadOnlyList<SqsMessage> TryAgain, IReadOnlyList<SqsMessage> Refused);

/// <summary>The queue could not be asked, or did not answer as it should. The reason holds nothing of a message.</summary>
public sealed class QueueUnavailable(string reason, Exception? inner = null) : IOException(reason, inner);
