using System.Diagnostics.Metrics;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Platform.Events;

/// <summary>
/// How much is left to do, as gauges: how far each subscriber is behind and whether any node runs it, and how many jobs of each kind are due and how many
/// were given up. The same on every node, since it is the database's, whatever work the node itself does; asked of it a few times a minute, and only while
/// somebody listens.
/// </summary>
internal sealed class Backlog : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly string Text = Sql.Of<Backlog>();

    private readonly Meter _meter = new(DoorwardTelemetry.Name);
    private readonly Instrument[] _gauges;
    private readonly NpgsqlDataSource _database;
    private readonly string[] _subscribers;
    private readonly TimeProvider _time;
    private readonly ILogger<Backlog> _log;
    private volatile IReadOnlyList<Line> _lines = [];

    public Backlog(NpgsqlDataSource database, IEnumerable<Subscriber> subscribers, TimeProvider time, ILogger<Backlog> log)
    {
        (_database, _time, _log) = (database, time, log);
        _subscribers = [.. subscribers.Select(subscriber => subscriber.Name)];
        _gauges =
        [
            Gauge("doorward.subscribers.lag", "s", "Age of the oldest event that a subscriber has not handled", "subscriber", line => line.Oldest),
            Gauge("doorward.subscribers.stuck", "{subscriber}", "1 while a subscriber repeats a batch that fails", "subscriber", line => line.Stuck),
            Gauge("doorward.subscribers.unattended", "{subscriber}", "1 while no node runs a subscriber", "subscriber", line => line.Due),
            Gauge("doorward.jobs.due", "{job}", "Jobs that are due and not done", "kind", line => line.Due),
            Gauge("doorward.jobs.oldest_due", "s", "How long the oldest of them has been due", "kind", line => line.Oldest),
            Gauge("doorward.jobs.retrying", "{job}", "Jobs that failed and will be tried again", "kind", line => line.Stuck),
            Gauge("doorward.jobs.dead", "{job}", "Jobs that were given up and wait for a person", "kind", line => line.Dead),
        ];
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <summary>Looks now.</summary>
    internal async Task Look(CancellationToken cancellation) => _lines = await _database.List(
        Text, row => new Line(row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), cancellation,
        Reads.Is(_subscribers));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_gauges.Any(gauge => gauge.Enabled))
                {
                    await Look(stoppingToken);
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                _lines = []; // what is not known is not shown
                _log.LogDebug(failure, "The backlog cannot be looked at");
            }

            await Task.Delay(Between, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ObservableGauge<double> Gauge(string name, string unit, string description, string tag, Func<Line, double> value) => _meter.CreateObservableGauge(
        name, () => _lines.Where(line => line.Of == tag).Select(line => new Measurement<double>(value(line), new KeyValuePair<string, object?>(tag, line.Name))), unit, description);

    /// <summary>A subscriber, or a kind of job. Of a subscriber, due is 1 while nobody runs it.</summary>
    private sealed record Line(string Of, string Name, double Oldest, long Due, long Stuck, long Dead);
}
