using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>A verifier made the way the host makes it, from configuration, with a clock we hold.</summary>
internal sealed class Desk
{
    public const string Issuer = "https://issuer.example";
    public const string Audience = "doorward-tests";

    private Desk(TokenVerifier verifier, HeldClock clock) => (Verifier, Clock) = (verifier, clock);

    public TokenVerifier Verifier { get; }

    public HeldClock Clock { get; }

    /// <summary>One issuer with these settings, and any others written out in full (<c>Issuers:1:Issuer</c>).</summary>
    public static Desk Trusting(params (string Name, string? Value)[] settings)
    {
        var clock = new HeldClock();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddTokens(Configuration([("Issuer", Issuer), ("Audience", Audience), .. settings]));
        return new(services.BuildServiceProvider().GetRequiredService<TokenVerifier>(), clock);
    }

    public static Desk Trusting(Signer signer, params (string Name, string? Value)[] settings) => Trusting(
        [signer.Algorithm == "HS256" ? ("Secret", Signer.Secret) : ("PublicKey", signer.Pem), ("KeyId", signer.KeyId), .. settings]);

    public static IConfiguration Configuration(params (string Name, string? Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Reverse().DistinctBy(s => s.Name).Select(s => // the last one counts
            KeyValuePair.Create(s.Name.StartsWith("Issuers", StringComparison.Ordinal) ? s.Name : $"Issuers:0:{s.Name}", s.Value)))
        .Build();

    /// <summary>Sound claims, good for an hour.</summary>
    public JsonObject Claims(params (string Name, JsonNode? Value)[] more)
    {
        var claims = new JsonObject { ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "ana", ["exp"] = Seconds(3600) };
        foreach (var (name, value) in more)
        {
            claims[name] = value;
        }

        return claims;
    }

    public JsonObject ClaimsWithout(string name)
    {
        var claims = Claims();
        claims.Remove(name);
        return claims;
    }

    public double Seconds(double fromNow) => Clock.GetUtcNow().ToUnixTimeSeconds() + fromNow;

    public async Task<TokenVerdict> Says(string token) => await Verifier.Verify(token, TestContext.Current.CancellationToken);

    /// <summary>Waits until it says this: for what a refresh in the background brings.</summary>
    public async Task ComesToSay(string expected, string token)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await SaysOf(token) != expected)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>"verified", or the code of the refusal.</summary>
    public async Task<string> SaysOf(string token) => (await Says(token)) is { IsVerified: false } no ? no.Refusal.Code : "verified";
}
