using Doorward.Platform.Configuration;

namespace Doorward.Platform.Live;

/// <summary>How the live connection behaves.</summary>
public sealed record LiveSettings
{
    /// <summary>Sockets that one person may have open on one node.</summary>
    public int ConnectionsPerPerson { get; init; } = 100;

    /// <summary>How long a socket may be open before it says who it is.</summary>
    public int SignInSeconds { get; init; } = 10;

    /// <summary>Reads <c>DOORWARD_LIVE__…</c>.</summary>
    public static LiveSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var defaults = new LiveSettings();
        return new LiveSettings
        {
            ConnectionsPerPerson = settings.WholeNumber("live:connections_per_person", defaults.ConnectionsPerPerson, 1, 1_000_000),
            SignInSeconds = settings.WholeNumber("live:sign_in_seconds", defaults.SignInSeconds, 1, 300),
        };
    }
}
