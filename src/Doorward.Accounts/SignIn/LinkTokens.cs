using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Doorward.Accounts.SignIn;

/// <summary>
/// The secrets of mailed links. A link's secret is derived from what it is for and whom, under a key that all nodes share, so that a mail can
/// be rendered at any time without the secret having been stored or queued: the row that a link opens keeps only the secret's digest.
/// </summary>
public sealed class LinkTokens(NpgsqlDataSource database) : IHostedLifecycleService
{
    // Two nodes that start on a new database agree on the first one's key.
    private const string Key = """
        WITH made AS (
            INSERT INTO accounts.link_keys (secret) SELECT $1 WHERE NOT EXISTS (SELECT FROM accounts.link_keys)
            ON CONFLICT DO NOTHING RETURNING secret
        )
        SELECT secret FROM made UNION ALL SELECT secret FROM accounts.link_keys
        """;

    private byte[]? _key;

    /// <summary>The secret of the link of that purpose (<c>invitation</c>, <c>reset</c>, <c>unsubscribe</c>) for that row: 43 base64url letters.</summary>
    public string For(string purpose, Guid id) => Base64Url.EncodeToString(Keyed($"{purpose}/{id}"));

    /// <summary>A digest that only we can make: of something short that others could find by trying.</summary>
    internal byte[] Keyed(string text) => HMACSHA256.HashData(
        _key ?? throw new InvalidOperationException("The key of mailed links is loaded when the host starts."), Encoding.UTF8.GetBytes(text));

    /// <summary>What a row keeps of a link's secret: SHA-256, 32 bytes.</summary>
    public static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    // Before anything else starts: subscribers and jobs render links too.
    async Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken)
    {
        while (_key is null)
        {
            await using var command = database.CreateCommand(Key);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = RandomNumberGenerator.GetBytes(32) });
            // Null when another node's row was not there for our snapshot yet: it is for the next one.
            _key = (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
        }
    }

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
