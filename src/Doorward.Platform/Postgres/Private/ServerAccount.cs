namespace Doorward.Platform.Postgres.Private;

/// <summary>The user PostgreSQL runs as when Doorward itself is root, since PostgreSQL refuses to be root.</summary>
internal sealed record ServerAccount(string Name, uint User, uint Group)
{
    private const string Usual = "postgres";

    /// <summary>Null when Doorward is an ordinary user and PostgreSQL can be the same one.</summary>
    public static async Task<ServerAccount?> For(ClusterFolder folder, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess) return null;
        if (!folder.HasCluster) return await Named(Usual, cancellation);

        // A folder that an ordinary user began stays that user's, so that both may start it.
        var owner = await FileOwner.Of(folder.Cluster, cancellation);
        return owner.User != 0
            ? await Named(owner.Name, cancellation)
            : throw new ClusterRefusal(
                $"{folder.Cluster} belongs to root, and PostgreSQL refuses to run as root (a restored copy, perhaps). " +
                $"Give it to the user {Usual}: chown -R {Usual}: '{folder.Cluster}'");
    }

    public void Own(string path) => Libc.ChangeOwner(path, User, Group);

    /// <summary>Refuses when this user may not pass through the folder, naming the first one on the way that is closed.</summary>
    public async Task MustReach(string folder, CancellationToken cancellation)
    {
        if (await Reaches(folder, cancellation)) return;
        var way = Ancestors(folder).Reverse().ToList();
        foreach (var step in way)
        {
            if (await Reaches(step, cancellation)) continue;
            throw new ClusterRefusal(
                $"Doorward runs as root, so its PostgreSQL runs as the user {Name}, who may not pass through {step} to {folder}. " +
                $"Choose another data folder, as in DOORWARD_DATA=/var/lib/doorward, or open this one for passing: chmod o+x '{step}'");
        }
    }

    private async Task<bool> Reaches(string folder, CancellationToken cancellation) =>
        (await Child.Run("/usr/bin/test", ["-x", folder], this, cancellation)).Succeeded;

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at)) yield return at;
    }

    private static async Task<ServerAccount> Named(string name, CancellationToken cancellation)
    {
        var user = await Child.Run("/usr/bin/id", ["-u", name], null, cancellation);
        var group = await Child.Run("/usr/bin/id", ["-g", name], null, cancellation);
        return user.Succeeded && group.Succeeded
            ? new ServerAccount(name, uint.Parse(user.Output), uint.Parse(group.Output))
            : throw new ClusterRefusal(
                $"Doorward runs as root, and PostgreSQL needs a user that is not root, but there is no user \"{name}\". " +
                $"Make one: useradd --system {name} (or run Doorward as an ordinary user).");
    }
}
