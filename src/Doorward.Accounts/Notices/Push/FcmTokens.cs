using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doorward.Accounts.Notices.Push;

/// <summary>Access tokens of a service account: an assertion signed with its key (RFC 7523) for a token, kept until shortly before it ends.</summary>
internal sealed class FcmTokens(FcmAccount account, IHttpClientFactory http, TimeProvider time) : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private string? _token;
    private DateTimeOffset _until;

    /// <exception cref="FcmRefused">Google gives none out.</exception>
    public async Task<string> Get(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_token is null || time.GetUtcNow() >= _until)
            {
                (_token, _until) = await Exchange(cancellation);
            }

            return _token;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>That token was refused: the next one is a new one.</summary>
    public void Forget(string token) => Interlocked.CompareExchange(ref _token, null, token);

    public void Dispose() => _one.Dispose();

    private async Task<(string, DateTimeOffset)> Exchange(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, account.TokenUrl)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
                ["assertion"] = Assertion(),
            }),
        };
        using var client = http.CreateClient(FcmSender.Client);
        using var response = await client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new FcmRefused($"fcm_sign_in_http_{(int)response.StatusCode}", RetryAfter.Of(response));
        }

        try
        {
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellation);
            var life = TimeSpan.FromSeconds(answer!["expires_in"]!.GetValue<int>());
            return (answer["access_token"]!.GetValue<string>(), time.GetUtcNow() + (life > Early * 2 ? life - Early : life / 2));
        }
        catch (Exception strange) when (strange is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new FcmRefused("fcm_sign_in_not_understood", null);
        }
    }

    private string Assertion()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = account.KeyId };
        var claims = new JsonObject
        {
            ["iss"] = account.Email, ["scope"] = Scope, ["aud"] = account.TokenUrl.ToString(), ["iat"] = now, ["exp"] = now + 3600,
        };
        var signed = string.Create(CultureInfo.InvariantCulture, $"{Base64(head)}.{Base64(claims)}");
        using var key = RSA.Create();
        key.ImportFromPem(account.KeyPem);
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Base64(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}

/// <summary>No access token was to be had.</summary>
internal sealed class FcmRefused(string reason, TimeSpan? after) : Exception(reason)
{
    public string Reason { get; } = reason;

    public TimeSpan? After { get; } = after;
}
