using Doorward.Platform.Configuration;

namespace Doorward.Support.Copilot;

/// <summary>Whose copilot drafts.</summary>
/// <param name="IsExternal">A worker outside, which reads the stream <c>messages</c> and answers on <c>drafts</c>; else Doorward's own.</param>
/// <param name="PatienceSeconds">How long a message waits for a draft from outside before a person is asked.</param>
public sealed record CopilotSettings(bool IsExternal, int PatienceSeconds)
{
    /// <summary>Doorward's own.</summary>
    public static CopilotSettings Own { get; } = new(false, 120);

    /// <summary>Reads DOORWARD_COPILOT and its patience.</summary>
    public static CopilotSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isExternal = settings.OneOf("copilot", "own", "own", "external") is "external";
        if (isExternal && settings.Standard("REDIS_URL") is null)
        {
            settings.Problems.Add(
                Settings.VariableOf("copilot"), "is external, but there is no Redis over which a worker outside could be reached.",
                "Set REDIS_URL, or leave DOORWARD_COPILOT out for Doorward's own copilot.");
        }

        return new CopilotSettings(isExternal, settings.WholeNumber("copilot_patience_seconds", Own.PatienceSeconds, 1, 86_400));
    }
}
