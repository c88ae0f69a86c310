namespace Doorward.Tests.Contracts;

/// <summary>The checkout that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException("The tests must run inside a checkout: no Doorward.slnx above them.")
        : File.Exists(Path.Combine(folder.FullName, "Doorward.slnx")) ? folder.FullName : Find(folder.Parent);
}
