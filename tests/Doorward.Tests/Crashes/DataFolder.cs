namespace Doorward.Tests.Crashes;

/// <summary>A temporary DOORWARD_DATA, open to the account under which root runs PostgreSQL.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("doorward-data-");

    public DataFolder() => File.SetUnixFileMode(_outer.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

    public string Path => System.IO.Path.Combine(_outer.FullName, "data");

    public void Dispose() => _outer.Delete(recursive: true);
}
