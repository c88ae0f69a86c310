using Microsoft.Extensions.Logging;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>The keys of one issuer: those given in the configuration, and those fetched, kept fresh while tokens are checked.</summary>
/// <remarks>
/// A refresh begins with a request, never with a timer: an issuer that nobody uses is not asked. Until the keys are older than
/// <see cref="IssuerSettings.KeyRefresh"/> nothing happens; then one request starts a refresh and none waits for it. Only after a
/// pause of twice that does a request wait, so that a key withdrawn during a quiet night is not believed in the morning.
/// A refresh that fails changes nothing but the log.
/// </remarks>
internal sealed class IssuerKeys
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<VerificationKey> given;
    private readonly KeyFetch? source;
    private readonly IssuerSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger log;

    private volatile KeyRing ring;
    private volatile bool loaded;
    private Task? fetching;
    private long notBefore = long.MinValue;
    private long due;

    public IssuerKeys(IReadOnlyList<VerificationKey> given, KeyFetch? source, IssuerSettings settings, TimeProvider time, ILogger log)
    {
        (this.given, this.source, this.settings, this.time, this.log) = (given, source, settings, time, log);
        ring = new(given);
        loaded = source is null;
    }

    public KeyRing Ring => ring;

    /// <summary>Whether there is a set to judge by; false until the first fetch succeeded.</summary>
    public bool Loaded => loaded;

    /// <summary>Asked on every request. False when the keys are too old to be used before <see cref="Refresh"/> was tried.</summary>
    public bool AreFresh()
    {
        // Before the first fetch there are only the operator's own keys, and those do not age.
        if (source is null || !loaded)
        {
            return true;
        }

        var now = time.GetTimestamp();
        var overdue = now - Volatile.Read(ref due);
        if (overdue > Ticks(settings.KeyRefresh))
        {
            return false;
        }

        if (overdue >= 0)
        {
            Begin(now);
        }

        return true;
    }

    /// <summary>Waits for a fetch, its own or the one under way; returns at once when the last one was within the floor.</summary>
    public Task Refresh(CancellationToken cancellation) =>
        source is null ? Task.CompletedTask : Begin(time.GetTimestamp()).WaitAsync(cancellation);

    /// <summary>Puts other keys in the place of those given: Doorward's own issuer rotates this way.</summary>
    public void Replace(IReadOnlyList<VerificationKey> keys) => ring = new(keys);

    private Task Begin(long now)
    {
        lock (gate)
        {
            if (fetching is { IsCompleted: false })
            {
                return fetching;
            }

            if (now < notBefore)
            {
                return Task.CompletedTask;
            }

            notBefore = now + Ticks(settings.KeyFetchFloor);
            return fetching = Task.Run(Fetch);
        }
    }

    private async Task Fetch()
    {
        try
        {
            Take(await source!.Fetch());
            Volatile.Write(ref due, time.GetTimestamp() + Ticks(settings.KeyRefresh));
            loaded = true;
        }
#pragma warning disable CA1031 // Whatever went wrong out there, the keys we have stay good; the next attempt is after the floor.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogWarning("The keys of issuer {Issuer} could not be fetched: {Reason}", settings.Issuer, failure.Message);
            Volatile.Write(ref due, time.GetTimestamp() + Ticks(settings.KeyFetchFloor));
        }
    }

    private void Take(IReadOnlyList<VerificationKey> fetched)
    {
        VerificationKey[] all = [.. given, .. fetched];
        if (ring.HasSameKeys(all))
        {
            return;
        }

        ring = new(all);
        log.LogInformation("Issuer {Issuer} now has {Keys} usable keys", settings.Issuer, all.Length);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
