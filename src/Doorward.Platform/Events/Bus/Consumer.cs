using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Redis;
using Doorward.Platform.Events.Subscribers;
using Doorward.Redis;
using Doorward.Redis.Streams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Events.Bus;

/// <summary>
/// Runs one subscriber on this node from its consumer group: the nodes share out what the streams of its events bring. An entry is acknowledged once its event is handled; what a node
/// took and did not handle, because it died, another one claims. An event that fails is tried again by itself, each time later, and holds up no other.
/// </summary>
internal sealed class Consumer(
    Subscriber subscriber, Handover handover, HandledStore handled, RedisClient redis, RedisSettings settings, EventCatalogue catalogue, Node node, TimeProvider time,
    ILogger<Consumer> logger) : BackgroundService
{
    private const int MostDeliveries = 8;

    private static readonly TimeSpan Block = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    // Longer than all attempts at an event, from the first to the last, so that nobody claims what is being tried again.
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(20);

    private readonly string _group = GroupOf(subscriber);
    private readonly string _me = node.Id.ToString();
    private readonly Dictionary<(string Stream, StreamId Id), Failing> _failing = [];
    private readonly string[] _streams =
        [.. subscriber.Types!.Select(type => settings.KeyOf(catalogue.Find(type)?.Topic.Stream ?? EventTopic.CommonStream)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name of a subscriber's group.</summary>
    public static string GroupOf(Subscriber subscriber) => $"doorward.{subscriber.Name}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await handled.Enroll(subscriber.Name, stoppingToken);
                foreach (var stream in _streams)
                {
                    // From the first entry on, also after the server has lost everything: what was handled already is known.
                    await redis.XGroupCreate(stream, _group, "0", stoppingToken);
                }

                await Follow(() => failures = 0, stoppingToken);
            }
            catch (RedisErrorException gone) when (gone.Code == "NOGROUP" && failures == 0)
            {
                failures++; // Redis was wiped: make it anew
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                if (failures++ == 0)
                {
                    logger.LogWarning("{Subscriber} waits for Redis: {Reason}", subscriber.Name, failure.Message);
                }

                await Pause(TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 << Math.Min(failures, 9))), stoppingToken);
            }
            catch (Exception stopped)
            {
                logger.LogDebug(stopped, "{Subscriber} was stopped in the middle", subscriber.Name);
            }
        }
    }

    /// <summary>Ends only by an exception.</summary>
    private async Task Follow(Action advanced, CancellationToken stopping)
    {
        long? swept = null;
        while (true)
        {
            if (swept is null || time.GetElapsedTime(swept.Value) > Abandoned / 2)
            {
                foreach (var stream in _streams)
                {
                    await Claim(stream, stopping);
                    await Look(stream, stopping);
                }

                swept = time.GetTimestamp();
            }

            await TryAgain(stopping);
            var wait = _failing.Count == 0 ? Block : Shortest(_failing.Values.Min(failing => failing.Due) - time.GetUtcNow());
            var read = await redis.XReadGroup(_group, _me, [.. _streams.Select(stream => KeyValuePair.Create(stream, ">"))], subscriber.BatchSize, wait, stopping);
            foreach (var (stream, entries) in read)
            {
                await Take(stream, entries, stopping);
            }

            advanced();
        }
    }

    /// <summary>Hands over what is the subscriber's, and acknowledges all of it but what fails.</summary>
    private async Task Take(string stream, IReadOnlyList<StreamEntry> entries, CancellationToken stopping)
    {
        var carried = entries.Where(entry => entry["type"] is { } type && subscriber.Concerns(type)).Select(Carried.Of).OfType<Carried>().ToList();
        try
        {
            await Hand(carried, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Which of them it is shows when each comes alone.
            foreach (var one in carried)
            {
                await Alone(stream, one, 1, stopping);
            }
        }

        await redis.XAck(stream, _group, [.. entries.Select(entry => entry.Id).Where(id => !_failing.ContainsKey((stream, id)))], CancellationToken.None);
    }

    /// <summary>Hands it over, however long the database is away. It is short, and not called off in the middle: the entries would wait to be claimed.</summary>
    private async Task Hand(List<Carried> carried, CancellationToken stopping)
    {
        while (carried.Count > 0)
        {
            try
            {
                await handover.Hand(subscriber, [.. carried.Select(one => one.Place)], CancellationToken.None);
                return;
            }
            catch (Exception failure) when (Handover.IsOutage(failure))
            {
                logger.LogDebug(failure, "{Subscriber} waits for the database", subscriber.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping);
            }
        }
    }

    private async Task Alone(string stream, Carried one, int attempt, CancellationToken stopping)
    {
        try
        {
            await Hand([one], stopping);
            _failing.Remove((stream, one.Entry.Id));
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            EventMetrics.SubscriberFailed(subscriber.Name);
            logger.LogWarning("{Subscriber} failed at event {Id}, attempt {Attempt}: {Fault}", subscriber.Name, one.Place.Id, attempt, failure.GetType().Name);
            if (attempt < Handover.MostAttempts)
            {
                _failing[(stream, one.Entry.Id)] = new Failing(one, attempt, time.GetUtcNow() + TimeSpan.FromMilliseconds(100 << (attempt - 1)));
                return;
            }

            await handover.Park(subscriber, one.Place, attempt, failure, stopping);
            _failing.Remove((stream, one.Entry.Id));
        }
    }

    private async Task TryAgain(CancellationToken stopping)
    {
        foreach (var ((stream, id), failing) in _failing.Where(one => one.Value.Due <= time.GetUtcNow()).ToList())
        {
            await Alone(stream, failing.Event, failing.Attempts + 1, stopping);
            if (!_failing.ContainsKey((stream, id)))
            {
                await redis.XAck(stream, _group, [id], CancellationToken.None);
            }
        }
    }

    /// <summary>Takes over what others left. What was delivered again and again and never came to an end ends whoever works on it: it is given up.</summary>
    private async Task Claim(string stream, CancellationToken stopping)
    {
        var from = StreamId.Least;
        do
        {
            var claimed = await redis.XAutoClaim(stream, _group, _me, Abandoned, from, subscriber.BatchSize, stopping);
            var left = claimed.Entries.Where(entry => !_failing.ContainsKey((stream, entry.Id))).ToList();
            foreach (var entry in left.ToList())
            {
                if (await redis.XPending(stream, _group, 1, _me, entry.Id, stopping) is [{ Deliveries: > MostDeliveries } pending] && pending.Id == entry.Id)
                {
                    left.Remove(entry);
                    await GiveUp(stream, entry, (int)pending.Deliveries, stopping);
                }
            }

            await Take(stream, left, stopping);
            from = claimed.Next;
        }
        while (from != StreamId.Least);
    }

    private async Task GiveUp(string stream, StreamEntry entry, int deliveries, CancellationToken stopping)
    {
        if (entry["type"] is { } type && subscriber.Concerns(type) && Carried.Of(entry) is { } carried)
        {
            await handover.Park(subscriber, carried.Place, deliveries, "Every attempt was cut short: the node died in the middle of it, or lost the database.", stopping);
        }

        await redis.XAck(stream, _group, [entry.Id], stopping);
    }

    /// <summary>Tells how much waits, and forgets consumers that are long gone.</summary>
    private async Task Look(string stream, CancellationToken stopping)
    {
        var group = (await redis.XInfoGroups(stream, stopping)).FirstOrDefault(group => group.Name == _group);
        EventMetrics.WaitsInRedis(subscriber.Name, stream, (group?.Lag ?? 0) + (group?.Pending ?? 0));
        foreach (var consumer in await redis.XInfoConsumers(stream, _group, stopping))
        {
            if (consumer.Name != _me && consumer.Pending == 0 && consumer.Idle > Forgotten)
            {
                await redis.XGroupDelConsumer(stream, _group, consumer.Name, stopping);
            }
        }
    }

    private static TimeSpan Shortest(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait < Block ? wait : Block;

    private async Task Pause(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>An event that failed, and when it is tried again.</summary>
    private sealed record Failing(Carried Event, int Attempts, DateTimeOffset Due);
}
