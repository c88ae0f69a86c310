using Doorward.Platform.Configuration;

namespace Doorward.Platform;

/// <summary>Which of the program's work this process does. Several processes on one database share it out: each role scales by itself.</summary>
/// <param name="Web">Answers requests: routes, live streams, the batchers of commands.</param>
/// <param name="Workers">Does what happens next: subscribers of the log, jobs, and what else reads queues.</param>
public sealed record Roles(bool Web, bool Workers)
{
    private const string WebName = "web";
    private const string WorkersName = "workers";

    /// <summary>Both: what a process does that is alone.</summary>
    public static Roles All { get; } = new(true, true);

    /// <summary>Reads them from names such as <c>web</c>; what is wrong is in <paramref name="problems"/>, under the name of the <paramref name="setting"/>.</summary>
    public static Roles Read(string setting, IReadOnlyCollection<string> names, SettingsProblems problems)
    {
        var roles = names.Select(name => name.ToLowerInvariant()).ToHashSet();
        if (roles.Count > 0 && roles.IsSubsetOf([WebName, WorkersName]))
        {
            return new Roles(roles.Contains(WebName), roles.Contains(WorkersName));
        }

        problems.Add(setting, "names no roles that there are.", $"Give {WebName}, {WorkersName}, or both separated by a comma; leave it out for both.");
        return All;
    }

    /// <summary>As they are written in a setting.</summary>
    public override string ToString() => string.Join(',', new[] { Web ? WebName : null, Workers ? WorkersName : null }.OfType<string>());
}
