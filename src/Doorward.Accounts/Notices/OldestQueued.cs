using System.Diagnostics.Metrics;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Doorward.Accounts.Notices;

/// <summary>How long the oldest delivery of each channel has waited: asked of the database every quarter of a minute while somebody measures.</summary>
internal sealed class OldestQueued(NpgsqlDataSource database, TimeProvider time, ILogger<OldestQueued> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    private volatile IReadOnlyList<Measurement<double>> _ages = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var gauge = DoorwardTelemetry.Meter.CreateObservableGauge(
            "doorward.notices.oldest_queued", () => _ages, "s", "How long the oldest delivery that still waits has waited");
        while (!stoppingToken.IsCancellationRequested)
        {
            if (gauge.Enabled)
            {
                await Look(stoppingToken);
            }

            await Task.Delay(Between, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task Look(CancellationToken cancellation)
    {
        try
        {
            _ages = await database.List(
                Sql.Of<OldestQueued>(), row => new Measurement<double>(row.GetDouble(1), new KeyValuePair<string, object?>("channel", row.GetString(0))),
                cancellation, Reads.Is(time.GetUtcNow()));
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            log.LogDebug("The age of the oldest queued delivery is not known: {Reason}", failure.GetType().Name);
        }
    }
}
