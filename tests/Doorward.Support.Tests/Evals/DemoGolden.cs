using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Tests.Evals;

/// <summary>The golden set of the demo agency, as it lies in the repository.</summary>
internal static class DemoGolden
{
    public static string Folder { get; } = Path.Combine(Root(AppContext.BaseDirectory), "src", "Doorward", "Demo", "Golden");

    public static GoldenReader Read() => GoldenFiles.Read(Folder);

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Doorward.slnx")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
