namespace Doorward.Platform.Events.Jobs;

/// <summary>A piece of work that a worker has claimed.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Kind">Which handler runs it.</param>
/// <param name="Key">Stable across retries: the idempotency key toward the outside.</param>
/// <param name="OrganizationId">Whose, if anyone's.</param>
/// <param name="Payload">What the handler needs, JSON.</param>
/// <param name="Attempts">Including this one.</param>
/// <param name="Traceparent">The W3C trace context of the request that caused it.</param>
/// <param name="Holder">The node that claimed it. Who ends the job names it and the attempt: where they are no longer those of the row, the lease was lost.</param>
public sealed record Job(Guid Id, string Kind, string Key, Guid? OrganizationId, string Payload, int Attempts, string? Traceparent, Guid Holder);
