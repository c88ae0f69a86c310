using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>A local server in a provider's place: it records what it is asked, and answers what it is told to.</summary>
public sealed class Provider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Provider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public ConcurrentQueue<Asked> Calls { get; } = new();

    /// <summary>What it answers: status, JSON, and Retry-After.</summary>
    public Func<Asked, (int Status, string Body, string? RetryAfter)> Answer { get; set; } = _ => (200, "{}", null);

    /// <summary>Whether it ends the connection instead.</summary>
    public bool IsCutting { get; set; }

    public static async Task<Provider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new Provider(builder.Build());
        provider._app.Run(provider.Handle);
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Asked(context.Request.Path, context.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
        Calls.Enqueue(asked);
        if (IsCutting)
        {
            context.Abort();
            return;
        }

        var (status, body, retryAfter) = Answer(asked);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(body);
    }

    public sealed record Asked(string Path, string Authorization, string Body);
}

/// <summary>Clients for senders under test.</summary>
internal sealed class Clients : IHttpClientFactory, IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };

#pragma warning disable RS0030 // it is the factory
    public HttpClient CreateClient(string name) => new(_handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(20) };
#pragma warning restore RS0030

    public void Dispose() => _handler.Dispose();
}
