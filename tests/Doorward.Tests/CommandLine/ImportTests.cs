using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.CommandLine;

/// <summary>The folder of the demo's documents, imported by the program itself.</summary>
public sealed class ImportTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Doorward", "Demo", "Knowledge");

    [Fact]
    public async Task A_folder_is_imported_once_and_what_is_wrong_is_told_with_its_line()
    {
        var agency = await Agency.Open();
        var database = ("DATABASE_URL", agency.Desk.ConnectionString);
        var wrong = Directory.CreateTempSubdirectory("doorward-import-").FullName;
        try
        {
            var (code, output, error) = await DoorwardProcess.Run(["import", Folder, "--organization", agency.Slug], database);
            code.ShouldBe(0, error);
            output.ShouldContain("50 imported, 0 restored, 0 withdrawn, 0 unchanged.");

            (_, output, _) = await DoorwardProcess.Run(["import", Folder, "--organization", agency.Slug], database);
            output.ShouldContain("0 imported, 0 restored, 0 withdrawn, 50 unchanged.");

            await File.WriteAllTextAsync(Path.Combine(wrong, "fees.md"), "---\ntitle: Fees\naudience: pubic\n---\nNone.");
            (code, output, error) = await DoorwardProcess.Run(["import", wrong, "--organization", agency.Slug, "--collection", "other"], database);
            code.ShouldBe(1);
            error.ShouldContain("fees.md:3: audience is public or internal");
            error.ShouldContain("Nothing was imported.");

            File.Delete(Path.Combine(wrong, "fees.md"));
            await File.WriteAllTextAsync(Path.Combine(wrong, "bicycles.md"), "In the cellar.");
            (code, output, error) = await DoorwardProcess.Run(["import", wrong, "--organization", agency.Slug], database);
            code.ShouldBe(1);
            error.ShouldContain("None of the 50 documents of this collection is among these");
            (_, output, _) = await DoorwardProcess.Run(["import", Folder, "--organization", agency.Slug], database);
            output.ShouldContain("0 imported, 0 restored, 0 withdrawn, 50 unchanged.");
            (_, output, _) = await DoorwardProcess.Run(["import", wrong, "--organization", agency.Slug, "--collection", "other"], database);
            output.ShouldContain("1 imported, 0 restored, 0 withdrawn, 0 unchanged.");
            (_, output, _) = await DoorwardProcess.Run(["import", wrong, "--organization", agency.Slug, "--replace"], database);
            output.ShouldContain("1 imported, 0 restored, 50 withdrawn, 0 unchanged.");

            (code, _, error) = await DoorwardProcess.Run(["import", Folder, "--organization", "nobody"], database);
            code.ShouldBe(1);
            error.ShouldContain("There is no organization of that short name.");
        }
        finally
        {
            Directory.Delete(wrong, recursive: true);
        }
    }
}
