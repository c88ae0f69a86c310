using Doorward.Platform.Configuration;
using Doorward.Redis;

namespace Doorward.Support.Copilot;

/// <summary>Whose copilot drafts.</summary>
/// <param name="IsExternal">A worker outside, which reads the stream <c>messages</c> and answers on <c>drafts</c>; else Doorward's own.</param>
/// <param name="PatienceSeconds">How long a message waits for a draft from outside before a person is asked.</param>
public sealed record CopilotSettings(bool IsExternal, int PatienceSeconds)
{
    /// <summary>The Redis over which the worker is reached; null only where none is needed.</summary>
    public RedisOptions? Redis { get; init; }

    /// <summary>Doorward's own.</summary>
    public static CopilotSettings Own { get; } = new(false, 120);

    /// <summary>Reads DOORWARD_COPILOT and its patience.</summary>
    public static CopilotSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isExternal = settings.OneOf("copilot", "own", "own", "external") is "external";
        return new CopilotSettings(isExternal, settings.WholeNumber("copilot_patience_seconds", Own.PatienceSeconds, 1, 86_400))
        {
            Redis = isExternal ? ReadRedis(settings) : null,
        };
    }

    private static RedisOptions? ReadRedis(Settings settings)
    {
        if (settings.Standard("REDIS_URL") is not { } url)
        {
            settings.Problems.Add(
                Settings.VariableOf("copilot"), "is external, but there is no Redis over which a worker outside could be reached.",
                "Set REDIS_URL, or leave DOORWARD_COPILOT out for Doorward's own copilot.");
            return null;
        }

        var (options, problem) = RedisUrl.TryParse(url);
        if (problem is not null)
        {
            settings.Problems.Add("REDIS_URL", "cannot be understood.", problem);
        }

        return options;
    }
}
