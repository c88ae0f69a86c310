using System.CommandLine;
using Doorward.Support.Knowledge;

namespace Doorward.Commands;

/// <summary><c>doorward import</c>: makes a folder of Markdown and text what the copilot may cite.</summary>
internal static class Import
{
    public static void Add(RootCommand doorward)
    {
        var folder = new Argument<string>("folder") { Description = "Its .md, .markdown and .txt files are imported, those of its subfolders too." };
        var organization = new Option<string>("--organization") { Description = "The agency's short name.", Required = true };
        var collection = new Option<string>("--collection")
        {
            Description = "What is imported together: documents of it that are not in the folder are withdrawn.", DefaultValueFactory = _ => "main",
        };
        var language = new Option<string>("--language") { Description = "Of documents that do not say theirs, such as en or pt.", DefaultValueFactory = _ => "en" };
        var replace = new Option<bool>("--replace") { Description = "Also where the folder has none of the documents that the collection holds: all of those are withdrawn." };
        var import = new Command("import", "Import a folder of documents that answers may be grounded in.") { folder, organization, collection, language, replace };
        import.Validators.Add(result =>
        {
            // null: left out; a validator does not see defaults
            if (result.GetValue(language) is { } code && (code.Length is not (2 or 3) || !code.All(char.IsAsciiLetterLower)))
            {
                result.AddError("--language is a code of two or three small letters, such as en or pt.");
            }

            if (result.GetValue(collection) is { } name && (name.Length is 0 or > 100 || name.Any(char.IsControl)))
            {
                result.AddError("--collection has 1 to 100 characters.");
            }
        });
        import.SetAction((parsed, cancellation) => Run.WithDatabase(
            async database =>
            {
                var report = await new FolderImport(database, TimeProvider.System).Run(
                    parsed.GetValue(folder)!, parsed.GetValue(organization)!, parsed.GetValue(collection)!, parsed.GetValue(language)!, parsed.GetValue(replace),
                    cancellation);
                return await Tell(report);
            },
            cancellation));
        doorward.Subcommands.Add(import);
    }

    private static async Task<int> Tell(ImportReport report)
    {
        foreach (var problem in report.Problems)
        {
            await Console.Error.WriteLineAsync(problem.ToString());
        }

        if (report.Refusal is not null)
        {
            await Console.Error.WriteLineAsync("Nothing was imported.");
            return 1;
        }

        foreach (var document in report.Documents.Where(document => document.Outcome != "unchanged"))
        {
            Console.WriteLine($"{document.Outcome,-9}  version {document.Version,-3}  {document.Path}");
        }

        Console.WriteLine($"{report.Count("imported")} imported, {report.Count("restored")} restored, {report.Count("withdrawn")} withdrawn, {report.Count("unchanged")} unchanged.");
        return 0;
    }
}
