using System.Diagnostics;
using System.Text.Json;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Doorward.Platform.Telemetry;

/// <summary>A line of JSON per span: the SDK's own console exporter is not among our packages.</summary>
internal sealed class ConsoleSpans(TextWriter output) : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
        {
            output.WriteLine(JsonSerializer.Serialize(new
            {
                span = span.DisplayName,
                trace_id = span.TraceId.ToHexString(),
                span_id = span.SpanId.ToHexString(),
                parent_span_id = span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString(),
                started = span.StartTimeUtc,
                duration_ms = span.Duration.TotalMilliseconds,
                status = span.Status.ToString(),
                // Npgsql's statement text is a tag like any other; it holds placeholders, not values
                tags = span.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value?.ToString()),
            }));
        }

        return ExportResult.Success;
    }
}

/// <summary>A line of JSON per measured series.</summary>
internal sealed class ConsoleMetrics(TextWriter output) : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new Dictionary<string, string?>(StringComparer.Ordinal);
                foreach (var tag in point.Tags)
                {
                    tags[tag.Key] = tag.Value?.ToString();
                }

                var (value, count) = Read(metric.MetricType, point);
                output.WriteLine(JsonSerializer.Serialize(new { metric = metric.Name, unit = metric.Unit, value, count, tags }));
            }
        }

        return ExportResult.Success;
    }

    /// <summary>The value (of a histogram its sum) and, of a histogram, how many were measured.</summary>
    private static (double Value, long? Count) Read(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => (point.GetSumLong(), null),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => (point.GetSumDouble(), null),
        MetricType.LongGauge => (point.GetGaugeLastValueLong(), null),
        MetricType.DoubleGauge => (point.GetGaugeLastValueDouble(), null),
        _ => (point.GetHistogramSum(), point.GetHistogramCount()),
    };
}
