using System.Globalization;
using Doorward.Platform.Configuration;

namespace Doorward.Platform.Telemetry;

/// <summary>Where traces and metrics go.</summary>
public enum TelemetryExporter
{
    None,
    Console,
    Otlp,
}

/// <summary>
/// What the OTEL_ variables ask for (OpenTelemetry specification, Environment Variable Specification), of which
/// none is the default here. Endpoint, protocol, headers and sampler are read by the SDK itself from the same variables.
/// </summary>
public sealed record TelemetrySettings(TelemetryExporter Traces, TelemetryExporter Metrics, string ServiceName)
{
    public static TelemetrySettings Off { get; } = new(TelemetryExporter.None, TelemetryExporter.None, DefaultName);

    private const string DefaultName = "doorward";
    private const string MetricInterval = "OTEL_METRIC_EXPORT_INTERVAL";

    /// <summary>How often metrics go to the console, in milliseconds; the exporter of otlp reads the same variable by itself.</summary>
    public int MetricMilliseconds { get; init; } = 60_000;

    public static TelemetrySettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
        if (settings.Standard(Endpoint) is { } endpoint
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")))
        {
            settings.Problems.Add(Endpoint, "is no address.", "Write it as http://collector:4317, or leave it out.");
        }

        if (settings.Standard(MetricInterval) is { } interval && !(int.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0))
        {
            settings.Problems.Add(MetricInterval, "is no number of milliseconds.", "Write it as 60000, or leave it out.");
        }

        settings.StandardOneOf("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "grpc", "http/protobuf");
        return settings.Standard("OTEL_SDK_DISABLED") is "true"
            ? Off
            : new(Exporter(settings, "OTEL_TRACES_EXPORTER"), Exporter(settings, "OTEL_METRICS_EXPORTER"),
                settings.Standard("OTEL_SERVICE_NAME") ?? DefaultName)
            {
                MetricMilliseconds = int.TryParse(settings.Standard(MetricInterval), NumberStyles.None, CultureInfo.InvariantCulture, out var every) ? every : 60_000,
            };
    }

    private static TelemetryExporter Exporter(Settings settings, string variable) =>
        settings.StandardOneOf(variable, "none", "none", "console", "otlp") switch
        {
            "console" => TelemetryExporter.Console,
            "otlp" => TelemetryExporter.Otlp,
            _ => TelemetryExporter.None,
        };
}
