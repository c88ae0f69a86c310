namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class FullDiskTests : ClusterTest
{
    [Fact]
    public async Task A_disk_too_small_for_a_database_is_refused_before_anything_is_made()
    {
        MustBeRoot();
        var disk = Path.Combine(Root, "disk");
        await Mount(disk, "-t", "tmpfs", "-o", "size=60m,mode=755", "tmpfs");

        (await Refusal(DataFolder("disk/data"))).Message.ShouldContain("a new database needs 100 MB");
        Directory.GetDirectories(Path.Combine(disk, "data")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disk_that_filled_up_is_named_and_with_room_again_everything_is_there()
    {
        MustBeRoot();
        var disk = Path.Combine(Root, "disk");
        await Mount(disk, "-t", "tmpfs", "-o", "size=200m,mode=755", "tmpfs");
        var data = DataFolder("disk/data");
        await using (var cluster = await Start(data)) await Tell(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");

        var ballast = Path.Combine(disk, "ballast");
        await Fill(ballast);
        (await Refusal(data)).Message.ShouldContain("is full");

        File.Delete(ballast);
        await using var again = await Start(data);
        (await Ask<int>(again.ConnectionString, "SELECT answer FROM kept")).ShouldBe(42);
    }

    private static async Task Fill(string path)
    {
        await using var file = File.Create(path, bufferSize: 0);
        var megabyte = new byte[1024 * 1024];
        try
        {
            while (true) await file.WriteAsync(megabyte, Cancellation);
        }
        catch (IOException)
        {
            // Full, as wished.
        }
    }
}
