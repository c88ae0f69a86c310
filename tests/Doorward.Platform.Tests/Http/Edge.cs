using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Tests.Http;

/// <summary>A real Kestrel on a port of its own behind the edges, with the routes a test maps, and what it logged.</summary>
internal sealed class Edge : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Edge(WebApplication app, ConcurrentQueue<string> logs)
    {
        (_app, Logs) = (app, logs);
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    public ConcurrentQueue<string> Logs { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public WebApplication App => _app;

    public static async Task<Edge> Open(
        Action<WebApplication>? routes = null, EdgeSettings? settings = null, Action<WebApplicationBuilder>? register = null,
        Action<IApplicationBuilder>? authenticate = null, LogLevel? frameworkLogs = null)
    {
        var builder = WebApplication.CreateBuilder();
        var logs = new ConcurrentQueue<string>();
        if (frameworkLogs is { } level)
        {
            builder.Configuration["Logging:LogLevel:Default"] = level.ToString();
            builder.Configuration["Logging:LogLevel:Microsoft.AspNetCore"] = level.ToString();
        }

        builder.Logging.AddJsonLogs().ClearProviders().AddProvider(new Recorder(logs));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEdges(settings ?? new EdgeSettings());
        register?.Invoke(builder);
        var app = builder.Build();
        app.UseEdges(authenticate);
        routes?.Invoke(app);
        await app.StartAsync();
        return new Edge(app, logs);
    }

    public async Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        await Send(HttpMethod.Get, path, null, headers);

    public async Task<Answer> Post(string path, string body, string type = "application/json") =>
        await Send(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type));

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return await Answer.Of(response);
    }

    /// <summary>Sends bytes as they are and reads until the server closes (or half a minute).</summary>
    public Task<string> SendRaw(params byte[][] parts) => SendRaw(halfClose: false, parts);

    /// <summary>With <paramref name="halfClose"/> the client says that nothing more will come.</summary>
    public async Task<string> SendRaw(bool halfClose, params byte[][] parts)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        var stream = socket.GetStream();
        foreach (var part in parts)
        {
            await stream.WriteAsync(part);
        }

        if (halfClose)
        {
            socket.Client.Shutdown(SocketShutdown.Send);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // a reset ends the answer as well
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Recorder(ConcurrentQueue<string> lines) : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ILogger CreateLogger(string categoryName) => new Line(categoryName, this);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Line(string category, Recorder recorder) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => recorder._scopes?.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var line = new StringBuilder($"{logLevel} {category}: {formatter(state, exception)} {exception}");
                recorder._scopes?.ForEachScope(
                    (scope, text) =>
                    {
                        if (scope is IEnumerable<KeyValuePair<string, object>> pairs)
                        {
                            text.Append(" | ").AppendJoin(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"));
                        }
                    },
                    line);
                recorder.Enqueue(line.ToString());
            }
        }

        private void Enqueue(string line) => lines.Enqueue(line);
    }
}

internal sealed record Answer(HttpStatusCode Status, string Text, string? Type, Dictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Member(string name) => Json.GetProperty(name).GetString()!;

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>A problem in every respect, with this status and code; gives itself back for closer looks.</summary>
    public Answer ShouldRefuse(int status, string code)
    {
        ((int)Status).ShouldBe(status, Text);
        Type.ShouldBe("application/problem+json");
        Member("code").ShouldBe(code);
        Member("type").ShouldBe($"urn:doorward:problem:{code}");
        Json.GetProperty("status").GetInt32().ShouldBe(status);
        Member("title").ShouldNotBeNullOrEmpty();
        Member("detail").ShouldNotBeNullOrEmpty();
        Member("error").ShouldBe(Member("detail"));
        Member("instance").ShouldStartWith("/");
        Member("trace_id").Length.ShouldBe(32);
        Text.ShouldNotContain("System.");
        Text.ShouldNotContain("Doorward.Platform");
        Text.ShouldNotContain("Exception");
        return this;
    }

    public string ErrorOf(string field) => Json.GetProperty("errors").GetProperty(field)[0].GetString()!;
}
