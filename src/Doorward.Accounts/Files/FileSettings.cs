using Doorward.Accounts.Files.Stores;
using Doorward.Platform.Configuration;

namespace Doorward.Accounts.Files;

/// <summary>Where files are kept, and how many and how large.</summary>
public sealed record FileSettings
{
    /// <summary>The folder, where no S3 store is set.</summary>
    public string Folder { get; init; } = "./data/files";

    /// <summary>The S3-compatible store; null: the folder.</summary>
    public S3Settings? S3 { get; init; }

    public int PhotoBytes { get; init; } = 10 * 1024 * 1024;

    public int AttachmentBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>Files of one person, pending ones included.</summary>
    public int MostFiles { get; init; } = 500;

    /// <summary>Their bytes together.</summary>
    public long MostBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long a signed address is good.</summary>
    public TimeSpan AddressesLast { get; } = TimeSpan.FromMinutes(15);

    /// <param name="settings">The program's.</param>
    /// <param name="dataFolder">Where everything else is kept.</param>
    public static FileSettings Read(Settings settings, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(settings);
        const int Megabyte = 1024 * 1024;
        var defaults = new FileSettings();
        return new FileSettings
        {
            Folder = settings.Text("files:folder") ?? Path.Combine(dataFolder, "files"),
            S3 = S3Settings.Read(settings),
            PhotoBytes = settings.WholeNumber("files:photo_megabytes", defaults.PhotoBytes / Megabyte, 1, 50) * Megabyte,
            AttachmentBytes = settings.WholeNumber("files:attachment_megabytes", defaults.AttachmentBytes / Megabyte, 1, 1_000) * Megabyte,
            MostFiles = settings.WholeNumber("files:most_files", defaults.MostFiles, 1, 1_000_000),
            MostBytes = (long)settings.WholeNumber("files:most_megabytes", (int)(defaults.MostBytes / Megabyte), 1, 10_000_000) * Megabyte,
        };
    }
}
