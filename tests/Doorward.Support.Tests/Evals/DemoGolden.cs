using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Tests.Evals;

/// <summary>The golden set of the demo agency, as it lies in the repository.</summary>
internal static class DemoGolden
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Folder { get; } = Path.Combine(Root, "src", "Doorward", "Demo", "Golden");

    public static GoldenReader Read() => GoldenFiles.Read(Folder);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Doorward.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
