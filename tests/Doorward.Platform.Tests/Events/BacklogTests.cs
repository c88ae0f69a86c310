using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Telemetry;
using Doorward.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Doorward.Platform.Tests.Events;

public sealed class BacklogTests
{
    [Fact]
    public async Task What_is_left_to_do_can_be_measured()
    {
        await using var desk = await Desk.Open();
        var mark = $"kind-{Guid.CreateVersion7():N}";
        await desk.Database.Do($"""
            INSERT INTO events.cursors (subscriber, last_error, lease_until) VALUES ('{mark}', 'it fails', now() + interval '1 hour');
            INSERT INTO events.log (type, subject_id, at) VALUES ('x', gen_random_uuid(), now() - interval '90 seconds');
            INSERT INTO events.jobs (kind, key, due_at, last_error, dead_at) VALUES
                ('{mark}', '1', now() - interval '60 seconds', NULL, NULL), ('{mark}', '2', now() - interval '30 seconds', 'again', NULL),
                ('{mark}', '3', now() + interval '1 hour', NULL, NULL), ('{mark}', '4', now(), 'no', now());
            """);
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, of) =>
        {
            if (instrument.Meter.Name == DoorwardTelemetry.Name)
            {
                of.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (tags.Length == 1 && tags[0].Value is string name && name.EndsWith(mark, StringComparison.Ordinal))
            {
                seen[instrument.Name + name[..^mark.Length]] = value;
            }
        });
        listener.Start();
        using var backlog = new Backlog(desk.Database, [new NobodyRuns($" of nobody {mark}")], TimeProvider.System, NullLogger<Backlog>.Instance);

        await backlog.Look(TestContext.Current.CancellationToken);
        listener.RecordObservableInstruments();

        seen["doorward.subscribers.lag"].ShouldBeInRange(89, 600);
        seen["doorward.subscribers.stuck"].ShouldBe(1);
        seen["doorward.subscribers.unattended"].ShouldBe(0);
        seen["doorward.subscribers.unattended of nobody "].ShouldBe(1, "no node has ever run it, so it has no cursor, and its gauge all the same");
        seen["doorward.subscribers.lag of nobody "].ShouldBeInRange(89, 600);
        (seen["doorward.jobs.due"], seen["doorward.jobs.retrying"], seen["doorward.jobs.dead"]).ShouldBe((2, 1, 1));
        seen["doorward.jobs.oldest_due"].ShouldBeInRange(59, 600);
    }

    private sealed class NobodyRuns(string name) : Subscriber
    {
        public override string Name => name;

        public override Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation) => Task.CompletedTask;
    }
}
