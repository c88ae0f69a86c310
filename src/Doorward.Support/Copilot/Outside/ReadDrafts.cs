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

    private readonly string _me = node.Id.ToString();
    private readonly ConsumerGroup _group = new(redis, settings.KeyOf("drafts"), Group, node.Id.ToString());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isWell = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // What was worked on already is known by its message.
                await _group.Ensure(stoppingToken);
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

            var entries = (await redis.XReadGroup(Group, _me, [new(_group.Stream, from)], Most, from is ">" ? Block : null, stopping)).GetValueOrDefault(_group.Stream) ?? [];
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
        await _group.Acknowledge([.. entries.Select(entry => entry.Id)], stopping);
    }

    /// <summary>Takes over what others left, and forgets consumers that are long gone.</summary>
    private async Task Sweep(CancellationToken stopping)
    {
        await foreach (var entries in _group.Abandoned(Abandoned, Most, stopping))
        {
            await Take(entries, stopping);
        }

        await _group.ForgetGone(stopping);
    }
}
