using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Doorward.Platform.Telemetry;

/// <summary>Logs, traces and metrics.</summary>
public static class TelemetryRegistration
{
    /// <summary>Call it first of all registrations: hosted services stop in reverse, and the exporters must stop last. When all is off nothing is registered.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings is { Traces: TelemetryExporter.None, Metrics: TelemetryExporter.None }
            ? services
            : services.AddSingleton<IHostedService>(_ => new TelemetryExport(settings, Console.Out));
    }

    /// <summary>
    /// JSON lines on standard output, with request and trace ids, without bodies, headers or query strings. The
    /// categories that would print a request's target are held at Warning even when their parents are turned up.
    /// </summary>
    public static ILoggingBuilder AddJsonLogs(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        return logging.KeepRequestsPrivate();
    }

    internal static ILoggingBuilder KeepRequestsPrivate(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .Hold("Microsoft.AspNetCore.Hosting.Diagnostics")
        .Hold("Microsoft.AspNetCore.Server.Kestrel.BadRequests")
        .AddFilter("Microsoft.AspNetCore.Http.RequestDelegateGenerator", LogLevel.Warning)
        .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
        .AddFilter("Npgsql.Command", LogLevel.Warning);

    // For the console as well: a filter that a setting gives one provider is stronger than any for all of them.
    private static ILoggingBuilder Hold(this ILoggingBuilder logging, string category) => logging
        .AddFilter(category, LogLevel.Warning)
        .AddFilter<ConsoleLoggerProvider>(category, LogLevel.Warning);
}
