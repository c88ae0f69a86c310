using Doorward.Platform.Http.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Queues;

/// <summary>
/// One queue, by the JSON protocol of SQS (application/x-amz-json-1.0), after the SQS API reference: ReceiveMessage, DeleteMessageBatch,
/// ChangeMessageVisibilityBatch. It knows nothing of what is in the messages.
/// </summary>
public sealed class SqsClient(SqsSettings settings, IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Messages that one call receives, deletes or changes at the most: SQS allows no more.</summary>
    public const int Most = 10;

    private const string ClientName = "doorward.sqs";

    // Ten messages of a megabyte, whose quotes are escaped in the answer.
    private const int LargestAnswer = 32 * 1024 * 1024;

    private static readonly string[] SystemAttributes = ["SentTimestamp"];
    private static readonly string[] Attributes = ["traceparent"];

    private readonly SqsCall _call = new(settings, () => clients.CreateClient(ClientName), time);

    /// <summary>Adds the queue and the client it calls with: nothing else is reached than what the operator wrote.</summary>
    public static IServiceCollection Add(IServiceCollection services, SqsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddOutboundHttp(ClientName, new OutboundLimits(LargestAnswer, settings.WaitSeconds + settings.PatienceSeconds), _ => [settings.Url]);
        return services.AddSingleton(settings).AddSingleton<SqsClient>();
    }

    /// <summary>How long what is received stays hidden from others.</summary>
    public TimeSpan Visibility => TimeSpan.FromSeconds(settings.VisibilitySeconds);

    /// <summary>Up to ten messages, as soon as there are any; none when the wait is over.</summary>
    /// <exception cref="QueueUnavailable">It failed, or could not be reached.</exception>
    public async Task<IReadOnlyList<SqsMessage>> Receive(CancellationToken cancellation)
    {
        // Servers that know one of the two names of the system attributes pass over the other.
        using var answer = await _call.Send(
            "ReceiveMessage",
            new
            {
                QueueUrl = settings.Url.OriginalString, MaxNumberOfMessages = Most, WaitTimeSeconds = settings.WaitSeconds, VisibilityTimeout = settings.VisibilitySeconds,
                AttributeNames = SystemAttributes, MessageSystemAttributeNames = SystemAttributes, MessageAttributeNames = Attributes,
            },
            cancellation);
        return SqsAnswers.Messages(answer.RootElement);
    }

    /// <summary>Takes messages out of the queue.</summary>
    /// <exception cref="QueueUnavailable">It failed, or could not be reached.</exception>
    public Task<SqsLeftOver> Delete(IReadOnlyList<SqsMessage> messages, CancellationToken cancellation) => Batch(
        "DeleteMessageBatch", messages, (id, message) => new { Id = id, ReceiptHandle = message.Receipt }, cancellation);

    /// <summary>Hides messages for so long from now on; zero gives them back at once.</summary>
    /// <exception cref="QueueUnavailable">It failed, or could not be reached.</exception>
    public Task<SqsLeftOver> ChangeVisibility(IReadOnlyList<SqsMessage> messages, TimeSpan visibility, CancellationToken cancellation) => Batch(
        "ChangeMessageVisibilityBatch", messages,
        (id, message) => new { Id = id, ReceiptHandle = message.Receipt, VisibilityTimeout = (int)visibility.TotalSeconds }, cancellation);

    private async Task<SqsLeftOver> Batch(
        string action, IReadOnlyList<SqsMessage> messages, Func<string, SqsMessage, object> entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var answer = await _call.Send(
            action, new { QueueUrl = settings.Url.OriginalString, Entries = messages.Select((message, n) => entry($"{n}", message)).ToArray() }, cancellation);
        return SqsAnswers.LeftOver(answer.RootElement, messages);
    }
}
