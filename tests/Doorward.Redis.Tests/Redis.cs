using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Doorward.Redis.Tests;

/// <summary>One server for the tests that do it no harm; each uses keys of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RedisServer.Start();

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    /// <summary>A client that speaks this version of the protocol.</summary>
    public RedisClient Client(int protocol = 3, TimeSpan? replyTimeout = null) => new(RedisUrl.Parse(Server.Url) with
    {
        Protocol = protocol, ReplyTimeout = replyTimeout ?? TimeSpan.FromSeconds(60), ConnectTimeout = TimeSpan.FromSeconds(60),
    });
}

internal static class Keys
{
    /// <summary>A key that nobody else uses.</summary>
    public static string New() => $"k:{Guid.CreateVersion7():N}";

    public static CancellationToken Stop => TestContext.Current.CancellationToken;
}

/// <summary>Keeps what was logged.</summary>
internal sealed class Said : ILogger<RedisClient>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = new();

    public int Count => _lines.Count;

    public IReadOnlyList<string> At(LogLevel level) => [.. _lines.Where(line => line.Level == level).Select(line => line.Text)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));
}
