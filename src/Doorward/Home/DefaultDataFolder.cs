namespace Doorward.Home;

/// <summary>Where data goes when nobody says.</summary>
internal static class DefaultDataFolder
{
    /// <summary>What root gets below a folder that the user postgres may not pass through, such as /root.</summary>
    public const string OfTheMachine = "/var/lib/doorward";

    private const string Here = "./data";

    /// <summary>
    /// <c>./data</c>; but root's PostgreSQL runs as another user, so from a folder that is closed to others it is <c>/var/lib/doorward</c>.
    /// </summary>
    public static string Choose() =>
        Environment.IsPrivilegedProcess && !IsOpenForPassing(Directory.GetCurrentDirectory()) ? OfTheMachine : Here;

    /// <summary>Whether anybody may pass through the folder and all above it.</summary>
    internal static bool IsOpenForPassing(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
