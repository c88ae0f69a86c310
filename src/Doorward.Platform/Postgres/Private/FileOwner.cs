using System.Globalization;

namespace Doorward.Platform.Postgres.Private;

/// <summary>Who owns a file or folder, and what kind it is; a link is looked at, not followed.</summary>
internal sealed record FileOwner(string Name, uint User, bool IsFolder, UnixFileMode Mode)
{
    public static async Task<FileOwner> Of(string path, CancellationToken cancellation)
    {
        var stat = await Child.Run("/usr/bin/stat", ["-c", "%U:%u:%a:%F", "--", path], null, cancellation);
        if (!stat.Succeeded) throw new IOException($"Cannot look at {path}: {stat.Error}");

        var parts = stat.Output.Split(':');
        return new FileOwner(
            parts[0],
            uint.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[3] == "directory",
            (UnixFileMode)Convert.ToInt32(parts[2], 8));
    }
}
