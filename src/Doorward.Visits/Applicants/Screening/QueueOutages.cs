using Doorward.Platform.Http;
using Microsoft.Extensions.Logging;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>What fails at this node between the queue and the database, and the part of readiness that says so.</summary>
internal sealed class QueueOutages(ILogger<QueueOutages> log) : IReadiness
{
    public Outage Receiving { get; } = new("Receiving from the queue of screenings", log);

    public Outage Handling { get; } = new("Handling screenings", log);

    public Outage Deleting { get; } = new("Deleting screenings that were handled from their queue", log);

    public string Part => "sqs";

    // Nobody's request needs the queue: a balancer that took every node out because Amazon has a bad hour would make it ours.
    public bool HoldsUpRequests => false;

    public bool IsOfWorkers => true;

    public ValueTask<string?> NotReadyBecause(CancellationToken cancellation) => ValueTask.FromResult(
        Receiving.Reason is { } receiving ? $"cannot be received from: {receiving}."
        : Handling.Reason is not null ? "is received from, but what comes cannot be stored yet."
        : Deleting.Reason is { } deleting ? $"is received from, but what was handled cannot be deleted: {deleting}."
        : null);
}
