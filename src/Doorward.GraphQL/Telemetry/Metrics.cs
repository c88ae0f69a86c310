using System.Diagnostics.Metrics;

namespace Doorward.GraphQL.Telemetry;

/// <summary>Metrics: how long operations take, how many end with errors, how many subscriptions are open.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new(Spans.SourceName);

    public static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("graphql.server.operation.duration", "s", "How long an operation takes.");

    public static readonly Counter<long> Errors =
        Meter.CreateCounter<long>("graphql.server.errors", "{error}", "Errors that responses carry, by code.");

    public static readonly UpDownCounter<long> Subscriptions =
        Meter.CreateUpDownCounter<long>("graphql.server.subscriptions", "{subscription}", "Subscriptions that are open.");
}
