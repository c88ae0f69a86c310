using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>An issuer's web server on this machine: Kestrel, a real socket, any behaviour.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int fetches;

    private KeyServer(WebApplication app) => this.app = app;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public string JwksUrl => $"{Address}/jwks";

    public int Fetches => Volatile.Read(ref fetches);

    /// <summary>What it does with a request for its keys.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<KeyServer> Publishing(params Signer[] signers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new KeyServer(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(server.Serve);
        server.Publishes(signers);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Publishes(params Signer[] signers) => PublishesText(JwkSet([.. signers.Select(s => s.Jwk)]));

    public void PublishesText(string text) => Answer = http => http.Response.WriteAsync(text);

    public static string JwkSet(params JsonNode[] keys) => new JsonObject { ["keys"] = new JsonArray(keys) }.ToJsonString();

    /// <summary>Its configuration as an issuer.</summary>
    public Desk Desk(params (string Name, string? Value)[] settings) => Tokens.Desk.Trusting([("JwksUrl", JwksUrl), .. settings]);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Serve(HttpContext http)
    {
        Interlocked.Increment(ref fetches);
        await Answer(http);
    }
}
