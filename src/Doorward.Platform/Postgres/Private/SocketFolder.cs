using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Doorward.Platform.Postgres.Private;

/// <summary>
/// Where the Unix socket lives: in the data folder, or, when that path is longer than the kernel allows (sun_path holds
/// 108 bytes) or has characters that mean something in a connection string, in a short folder named by a hash of it.
/// </summary>
internal static partial class SocketFolder
{
    private const int LongestFolder = 107 - 16; // less "/.s.PGSQL.5432" and a little room

    [GeneratedRegex("^[A-Za-z0-9 /._-]+$")]
    private static partial Regex Plain();

    public static async Task<string> Make(ClusterFolder folder, ServerAccount? account, CancellationToken cancellation)
    {
        var path = Choose(folder.Data);
        if (!Directory.Exists(path))
        {
            OwnerOnly.MakeFolder(path);
            account?.Own(path);
        }
        // In /tmp anybody could have made it before us, and would then hold the door to our database.
        var owner = await FileOwner.Of(path, cancellation);
        if (!owner.IsFolder || owner.User != (account?.User ?? Libc.EffectiveUser()) || owner.Mode != OwnerOnly.Folder)
            throw new ClusterRefusal(
                $"{path} should hold the private PostgreSQL's socket, but it is not a folder that only its own user may enter " +
                $"(it belongs to {owner.Name}). Remove it, or choose a shorter data folder with DOORWARD_DATA.");
        return path;
    }

    public static string Choose(string data)
    {
        var beside = Path.Combine(data, "socket");
        if (Encoding.UTF8.GetByteCount(beside) <= LongestFolder && Plain().IsMatch(beside)) return beside;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..16];
        return Path.Combine(ShortParent(), $"doorward-{hash}");
    }

    private static string ShortParent()
    {
        // Both are closed to other users, /tmp is not.
        if (Environment.IsPrivilegedProcess && Directory.Exists("/run")) return "/run";
        var own = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        return own is { Length: > 0 and < 60 } && Plain().IsMatch(own) && Directory.Exists(own) ? own : "/tmp";
    }
}
