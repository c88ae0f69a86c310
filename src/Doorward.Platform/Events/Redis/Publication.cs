using System.Globalization;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Events.Live;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Redis;

namespace Doorward.Platform.Events.Redis;

/// <summary>What lies in Redis: the streams, and the marker of what was published last.</summary>
internal sealed class Publication(RedisClient redis, RedisSettings settings, EventCatalogue catalogue, TimeProvider time)
{
    private static readonly string Script = Sql.Read(typeof(Publication).Assembly, "Events/Redis/Publish.lua");

    private readonly string _marker = settings.KeyOf("doorward:published");
    private readonly string[] _streams = [.. catalogue.Types.Select(type => type.Topic.Stream).Append(EventTopic.CommonStream).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What was published last.</summary>
    public async Task<Marker> Last(CancellationToken cancellation) => new((await redis.Call(["GET", _marker], cancellation)).AsText() ?? "");

    /// <summary>
    /// Publishes a batch and moves the marker to its end, in one step; what the retention would remove at once is left out. False: the marker is not
    /// what was expected, and nothing was done.
    /// </summary>
    public async Task<bool> Publish(IReadOnlyList<LogEntry> batch, Marker expected, CancellationToken cancellation)
    {
        var oldest = settings.Retention is { } kept ? time.GetUtcNow() - kept : DateTimeOffset.MinValue;
        List<Argument> words =
        [
            "EVAL", Script, 1 + _streams.Length, _marker, .. _streams.Select(stream => (Argument)settings.KeyOf(stream)),
            expected.Text, Marker.Of(batch[^1]).Text, (long)(settings.Retention?.TotalMilliseconds ?? 0), settings.LongestStream ?? 0,
        ];
        var published = new Dictionary<string, int>();
        foreach (var entry in batch.Where(entry => entry.At >= oldest))
        {
            // an event of a newer program is published all the same
            var stream = catalogue.StreamOf(entry.Type);
            words.AddRange([Key(stream), entry.Type, entry.Id.ToString(), CloudEvent.Write(entry, withCursor: true), entry.Traceparent ?? ""]);
            published[stream] = published.GetValueOrDefault(stream) + 1;
        }

        if (!(await redis.Call([.. words], cancellation)).AsBoolean())
        {
            return false;
        }

        foreach (var (stream, entries) in published)
        {
            EventMetrics.Published(stream, entries);
        }

        return true;
    }

    // as Lua counts, behind the marker
    private string Key(string stream) => (Array.IndexOf(_streams, stream) + 2).ToString(CultureInfo.InvariantCulture);
}
