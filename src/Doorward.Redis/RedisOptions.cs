using System.Security.Cryptography.X509Certificates;

namespace Doorward.Redis;

/// <summary>Where a server is, and how to speak with it. <see cref="RedisUrl"/> reads one from a URL.</summary>
public sealed record RedisOptions
{
    /// <summary>The port of a server that names none.</summary>
    public const int DefaultPort = 6379;

    /// <summary>A host name or an address; not used when <see cref="SocketPath"/> is set.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The TCP port.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The path of a Unix socket; null: TCP.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Whether to speak TLS. The server's certificate must be of <see cref="Host"/> and of a trusted authority.</summary>
    public bool UseTls { get; init; }

    /// <summary>The authorities to trust instead of the machine's own; null: the machine's own.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    /// <summary>The ACL user; null: <c>default</c>.</summary>
    public string? User { get; init; }

    /// <summary>The password; null: the server asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>The database number.</summary>
    public int Database { get; init; }

    /// <summary>How CLIENT LIST shows the connections; no spaces.</summary>
    public string? ClientName { get; init; }

    /// <summary>3: RESP3, and RESP2 where the server does not know it. 2: RESP2 from the start, for proxies that drop who says HELLO.</summary>
    public int Protocol { get; init; } = 3;

    /// <summary>How long connecting may take, TLS and signing in included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a reply may take once it is the next in line; a blocking command has its block on top. A connection that takes longer is
    /// closed, since nothing that comes on it later could be trusted to be the answer to what is asked then.
    /// </summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between attempts to connect; the first follows at once, and pauses double from a tenth of a second.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest reply that is read, in bytes. The connection on which a larger one comes is closed.</summary>
    public int ReplyBytes { get; init; } = 64 << 20;

    /// <summary>How much may wait to be written to the socket, in bytes; past it calls are refused.</summary>
    public int QueuedBytes { get; init; } = 64 << 20;

    /// <summary>How many calls may wait for their reply; past it calls are refused.</summary>
    public int WaitingCalls { get; init; } = 200_000;

    /// <summary>Where the server is, without any secret.</summary>
    public string Address => SocketPath ?? $"{Host}:{Port}";

    /// <summary>As <see cref="Address"/>: a password never reaches a log through this record.</summary>
    public override string ToString() => Address;
}
