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

    // Longer than all attempts at an event, from the first to the last, so that nobody claims what is being tried again.
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(20);

    private readonly string _group = $"doorward.{subscriber.Name}";
    private readonly string _me = node.Id.ToString();
    private readonly Dictionary<(ConsumerGroup Of, StreamId Id), Failing> _failing = [];

    // By their streams' keys.
    private IReadOnlyDictionary<string, ConsumerGroup> _groups = new Dictionary<string, ConsumerGroup>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _groups = subscriber.Types!.Select(type => settings.KeyOf(catalogue.StreamOf(type))).Distinct()
            .ToDictionary(stream => stream, stream => new ConsumerGroup(redis, stream, _group, _me));
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await handled.Enroll(subscriber.Name, stoppingToken);
                foreach (var group in _groups.Values)
                {
                    await group.Ensure(stoppingToken);
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
                foreach (var group in _groups.Values)
                {
                    await Claim(group, stopping);
                    await group.ForgetGone(stopping);
                    EventMetrics.WaitsInRedis(subscriber.Name, group.Stream, await group.Waiting(stopping));
                }

                swept = time.GetTimestamp();
            }

            await TryAgain(stopping);
            var wait = _failing.Count == 0 ? Block : Shortest(_failing.Values.Min(failing => failing.Due) - time.GetUtcNow());
            var read = await redis.XReadGroup(_group, _me, [.. _groups.Keys.Select(stream => KeyValuePair.Create(stream, ">"))], subscriber.BatchSize, wait, stopping);
            foreach (var (stream, entries) in read)
            {
                await Take(_groups[stream], entries, stopping);
            }

            advanced();
        }
    }

    /// <summary>Hands over what is the subscriber's, and acknowledges all of it but what fails.</summary>
    private async Task Take(ConsumerGroup group, IReadOnlyList<StreamEntry> entries, CancellationToken stopping)
    {
        var carried = Mine(entries);
        try
        {
            await Hand(carried, stopping);
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Which of them it is shows when each comes alone.
            foreach (var one in carried)
            {
                await Alone(group, one, 1, stopping);
            }
        }

        await group.Acknowledge([.. entries.Select(entry => entry.Id).Where(id => !_failing.ContainsKey((group, id)))], CancellationToken.None);
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

    private async Task Alone(ConsumerGroup group, Carried one, int attempt, CancellationToken stopping)
    {
        try
        {
            await Hand([one], stopping);
            _failing.Remove((group, one.Entry.Id));
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            EventMetrics.SubscriberFailed(subscriber.Name);
            logger.LogWarning("{Subscriber} failed at event {Id}, attempt {Attempt}: {Fault}", subscriber.Name, one.Place.Id, attempt, failure.GetType().Name);
            if (attempt < Handover.MostAttempts)
            {
                _failing[(group, one.Entry.Id)] = new Failing(one, attempt, time.GetUtcNow() + TimeSpan.FromMilliseconds(100 << (attempt - 1)));
                return;
            }

            await handover.Park(subscriber, one.Place, attempt, failure, stopping);
            _failing.Remove((group, one.Entry.Id));
        }
    }

    private async Task TryAgain(CancellationToken stopping)
    {
        foreach (var ((group, id), failing) in _failing.Where(one => one.Value.Due <= time.GetUtcNow()).ToList())
        {
            await Alone(group, failing.Event, failing.Attempts + 1, stopping);
            if (!_failing.ContainsKey((group, id)))
            {
                await group.Acknowledge([id], CancellationToken.None);
            }
        }
    }

    /// <summary>Takes over what others left. What was delivered again and again and never came to an end ends whoever works on it: it is given up.</summary>
    private async Task Claim(ConsumerGroup group, CancellationToken stopping)
    {
        await foreach (var page in group.Abandoned(Abandoned, subscriber.BatchSize, stopping))
        {
            var left = page.Where(entry => !_failing.ContainsKey((group, entry.Id))).ToList();
            if (left.Count == 0)
            {
                continue;
            }

            // Between them lie at the most those that are being tried again.
            var deliveries = await group.Deliveries(left[0].Id, left.Count + _failing.Count, stopping);
            var deadly = left.Where(entry => deliveries.GetValueOrDefault(entry.Id) > MostDeliveries).ToList();
            foreach (var entry in deadly)
            {
                await GiveUp(group, entry, (int)deliveries[entry.Id], stopping);
            }

            await Take(group, [.. left.Except(deadly)], stopping);
        }
    }

    private async Task GiveUp(ConsumerGroup group, StreamEntry entry, int deliveries, CancellationToken stopping)
    {
        foreach (var carried in Mine([entry]))
        {
            await handover.Park(subscriber, carried.Place, deliveries, "Every attempt was cut short: the node died in the middle of it, or lost the database.", stopping);
        }

        await group.Acknowledge([entry.Id], stopping);
    }

    /// <summary>Of what a stream brings, the events that are the subscriber's.</summary>
    private List<Carried> Mine(IReadOnlyList<StreamEntry> entries) =>
        [.. entries.Where(entry => entry["type"] is { } type && subscriber.Concerns(type)).Select(Carried.Of).OfType<Carried>()];

    private static TimeSpan Shortest(TimeSpan wait) => wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait < Block ? wait : Block;

    private async Task Pause(TimeSpan pause, CancellationToken stopping) =>
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>An event that failed, and when it is tried again.</summary>
    private sealed record Failing(Carried Event, int Attempts, DateTimeOffset Due);
}
