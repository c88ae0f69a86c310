using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Doorward.Platform.Telemetry;

/// <summary>
/// Listens and exports for as long as the program runs. Registered first, so that it stops last and what the other
/// parts do while they drain is still exported.
/// </summary>
internal sealed class TelemetryExport(TelemetrySettings settings, TextWriter console) : IHostedService, IDisposable
{
    private const int FlushMilliseconds = 2_000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(settings.ServiceName);
        if (settings.Traces != TelemetryExporter.None)
        {
            var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "Npgsql", DoorwardTelemetry.Name);
            _traces = (settings.Traces == TelemetryExporter.Otlp
                ? traces.AddOtlpExporter()
                : traces.AddProcessor(new BatchActivityExportProcessor(new ConsoleSpans(console)))).Build();
        }

        if (settings.Metrics != TelemetryExporter.None)
        {
            var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql", DoorwardTelemetry.Name);
            _metrics = (settings.Metrics == TelemetryExporter.Otlp
                ? metrics.AddOtlpExporter()
                : metrics.AddReader(new PeriodicExportingMetricReader(new ConsoleMetrics(console), settings.MetricMilliseconds))).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // a collector that is gone must not eat the shutdown
        _traces?.ForceFlush(FlushMilliseconds);
        _metrics?.ForceFlush(FlushMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
