using Microsoft.Extensions.Logging;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>Something that the queue needs and that fails for a while: told once when it begins and once when it is over, however often it is tried.</summary>
internal sealed class Outage(string what, ILogger log)
{
    private readonly Lock _gate = new();
    private string? _reason;

    /// <summary>Null while all is well; otherwise what fails, without secrets.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    public void Fails(string reason)
    {
        lock (_gate)
        {
            if (_reason is null)
            {
                log.LogWarning("{What} fails and is tried again: {Reason}", what, reason);
            }

            Volatile.Write(ref _reason, reason);
        }
    }

    public void Works()
    {
        if (Reason is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_reason is not null)
            {
                log.LogInformation("{What} works again", what);
            }

            Volatile.Write(ref _reason, null);
        }
    }
}
