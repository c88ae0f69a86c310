using Doorward.Home;

namespace Doorward.Tests.Home;

public sealed class DefaultDataFolderTests
{
    [Fact]
    public void A_folder_is_open_for_passing_when_all_above_it_are()
    {
        var top = Directory.CreateTempSubdirectory("doorward-passing-");
        var below = top.CreateSubdirectory("a/b");

        top.UnixFileMode = (UnixFileMode)0b111_101_101;
        DefaultDataFolder.IsOpenForPassing(below.FullName).ShouldBeTrue();
        top.UnixFileMode = (UnixFileMode)0b111_000_000;
        DefaultDataFolder.IsOpenForPassing(below.FullName).ShouldBeFalse();

        top.Delete(recursive: true);
    }
}
