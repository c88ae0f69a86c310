using Doorward.Platform.Events.Redis;
using Doorward.Redis;
using Doorward.Testing;

namespace Doorward.Platform.Tests.Events;

/// <summary>A log and a Redis, for each test its own.</summary>
public abstract class LedgerAndRedis(params string[] settings) : IAsyncLifetime
{
    private Ledger _ledger = null!;

    protected static TimeSpan Patience => TimeSpan.FromSeconds(60);

    internal Ledger Ledger => _ledger;

    protected RedisServer Server { get; private set; } = null!;

    /// <summary>For a look behind the counter: patient, and soon there again.</summary>
    protected RedisClient Redis { get; private set; } = null!;

    protected RedisOptions Patient => RedisUrl.Parse(Server.Url) with { ConnectTimeout = Patience, ReplyTimeout = Patience, LongestPause = TimeSpan.FromMilliseconds(200) };

    public virtual async ValueTask InitializeAsync()
    {
        Server = await RedisServer.Start(settings);
        Redis = new RedisClient(Patient);
        _ledger = await Ledger.Open();
    }

    public async ValueTask DisposeAsync()
    {
        if (_ledger is not null)
        {
            await _ledger.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
            await Server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
