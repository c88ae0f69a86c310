using Microsoft.Extensions.Logging;

namespace Doorward.Redis.Connections;

/// <summary>
/// A way to the server that is there when it is asked for: it connects with the first call, again at once with the first call after a connection was lost, and with growing
/// pauses (half of each left to chance, so that many clients do not come back together) while that fails. In a pause calls are refused at once.
/// </summary>
internal sealed class Line(RedisOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dialer _dialer = new(options, time);
    private Wire? _wire;
    private Task<Wire>? _dialling;
    private RedisException? _lastFailure;
    private DateTimeOffset _notBefore;
    private int _failures;
    private bool _hasWarnedOfIdle;
    private bool _isClosed;

    /// <summary>Whether there is a connection now.</summary>
    public bool IsOpen => _wire is { IsUsable: true };

    /// <summary>Sends a command over the connection that is there; false when there is none.</summary>
    public bool TrySend(ReadOnlySpan<Argument> command, Awaited awaited) => _wire is { } wire && wire.TrySend(command, awaited);

    /// <summary>Sends what is written already, connecting first where need be.</summary>
    /// <exception cref="RedisException">There is no connection to be had; nothing was sent.</exception>
    public async Task Send(ReadOnlyMemory<byte> commands, Awaited awaited, CancellationToken cancellation)
    {
        while (true)
        {
            var wire = await Open(cancellation);
            if (wire.TrySend(commands.Span, awaited))
            {
                return;
            }
        }
    }

    /// <summary>The next call goes over a new connection.</summary>
    public void Renew() => _wire?.Retire();

    public async ValueTask DisposeAsync()
    {
        Task<Wire>? dialling;
        lock (_gate)
        {
            _isClosed = true;
            dialling = _dialling;
        }

        await _closing.CancelAsync();
        if (dialling is not null)
        {
            await ((Task)dialling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_wire is { } wire)
        {
            await wire.DisposeAsync();
        }
    }

    private Task<Wire> Open(CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(RedisClient));
            if (_wire is { IsUsable: true } wire)
            {
                return Task.FromResult(wire);
            }

            if (_dialling is null && _failures > 0 && time.GetUtcNow() is var now && now < _notBefore)
            {
                throw new RedisUnreachableException($"{_lastFailure!.Message} The next attempt is made in {(_notBefore - now).TotalSeconds:0.0} s.", _lastFailure);
            }

            // whoever stops waiting does not stop the attempt: others wait for it too
            return (_dialling ??= Task.Run(Dial, CancellationToken.None)).WaitAsync(cancellation);
        }
    }

    private async Task<Wire> Dial()
    {
        try
        {
            var wire = await _dialer.Dial(_closing.Token);
            var signIn = wire.Answered;
            wire.Ended = (why, wasIdle) => Lost(wire, wire.Answered > signIn, why, wasIdle);
            lock (_gate)
            {
                _wire = wire.IsUsable ? wire : throw new RedisUnreachableException($"{options.Address} closed the connection at once.");
                _dialling = null;
            }

            return wire;
        }
        catch (RedisException failure)
        {
            lock (_gate)
            {
                _dialling = null;
            }

            Failed(failure);
            throw;
        }
    }

    private void Failed(RedisException failure)
    {
        int failures;
        lock (_gate)
        {
            failures = ++_failures;
            _lastFailure = failure;
            var pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20)), options.LongestPause.TotalSeconds);
            _notBefore = time.GetUtcNow().AddSeconds(pause * (0.5 + Random.Shared.NextDouble() / 2));
        }

        if (failures == 1)
        {
            log.LogWarning("Redis is not to be had, and is tried again with growing pauses: {Reason}", failure.Message);
        }
        else
        {
            log.LogDebug("Redis is still not to be had ({Failures} failures): {Reason}", failures, failure.Message);
        }
    }

    private void Lost(Wire wire, bool wasOfUse, Exception why, bool wasIdle)
    {
        if (_isClosed)
        {
            return;
        }

        if (!wasOfUse)
        {
            Failed(new RedisUnreachableException($"{options.Address} closed the connection at once. {why.Message}", why));
            return;
        }

        _failures = 0;
        if (wire.IsRetired)
        {
            log.LogInformation("The connection with Redis at {Address} was given up for a new one", options.Address);
        }
        else if (!wasIdle)
        {
            log.LogWarning("The connection with Redis at {Address} was lost while calls waited: {Reason}", options.Address, why.Message);
        }
        else if (!_hasWarnedOfIdle)
        {
            _hasWarnedOfIdle = true;
            log.LogWarning("Redis at {Address} closed an idle connection, as managed services do; the next call opens one. This is said once", options.Address);
        }
        else
        {
            log.LogDebug("Redis at {Address} closed an idle connection", options.Address);
        }
    }
}
