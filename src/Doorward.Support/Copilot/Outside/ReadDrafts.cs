using Doorward.Platform.Events;
using Doorward.Platform.Events.Redis;
using Doorward.Redis;
using Doorward.Redis.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Doorward.Support.Copilot.Outside;

/// <summary>
/// Reads the stream <c>drafts</c> with the consumer group <c>doorward</c>, one consumer a node. An entry is acknowledged once it is in the database; what a
/// node took and did not take in, because it died or lost the database, another one claims.
/// </summary>
internal sealed class ReadDrafts(RedisClient redis, RedisSettings settings, OutsidePost post, Node node, TimeProvider time, ILogger<ReadDrafts> log) : BackgroundService
{
    private const string Group = "doorward";
    private const int Most = 100;

    private static readonly TimeSpan Block = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly string _me = node.Id.ToString();
    private readonly string _stream = settings.KeyOf("drafts");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isWell = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // From the first entry on, also after the server has lost everything: what was worked on already is known by its message.
                await redis.XGroupCreate(_stream, Group, "0", stoppingToken);
                await Follow(() => isWell = true, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (isWell)
                {
                    log.LogWarning("Drafts from outside wait: {Reason}", failure.Message);
                }

                isWell = false;
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception stopped)
            {
                log.LogDebug(stopped, "Stopped in the middle of reading drafts");
            }
        }
    }

    /// <summary>Ends only by an exception.</summary>
    private async Task Follow(Action advanced, CancellationToken stopping)
    {
        long? swept = null;
        var from = "0"; // first what this node was given before and could not take in
        while (true)
        {
            if (swept is null || time.GetElapsedTime(swept.Value) > Abandoned / 2)
            {
                await Sweep(stopping);
                swept = time.GetTimestamp();
            }

            var entries = (await redis.XReadGroup(Group, _me, [new(_stream, from)], Most, from is ">" ? Block : null, stopping)).GetValueOrDefault(_stream) ?? [];
            await Take(entries, stopping);
            from = entries.Count == 0 ? ">" : from;
            advanced();
        }
    }

    private async Task Take(IReadOnlyList<StreamEntry> entries, CancellationToken stopping)
    {
        if (entries.Count == 0)
        {
            return;
        }

        await post.Take(
            [.. entries.Where(entry => entry.Fields is not null).Select(entry => new PostedEntry(entry.Id.ToString(), entry["type"], entry["event_id"], entry["payload"], entry["traceparent"]))],
            stopping);
        await redis.XAck(_stream, Group, [.. entries.Select(entry => entry.Id)], stopping);
    }

    /// <summary>Takes over what others left, and forgets consumers that are long gone.</summary>
    private async Task Sweep(CancellationToken stopping)
    {
        var from = StreamId.Least;
        do
        {
            var claimed = await redis.XAutoClaim(_stream, Group, _me, Abandoned, from, Most, stopping);
            await Take(claimed.Entries, stopping);
            from = claimed.Next;
        }
        while (from != StreamId.Least);

        foreach (var consumer in await redis.XInfoConsumers(_stream, Group, stopping))
        {
            if (consumer.Name != _me && consumer.Pending == 0 && consumer.Idle > Forgotten)
            {
                await redis.XGroupDelConsumer(_stream, Group, consumer.Name, stopping);
            }
        }
    }
}
