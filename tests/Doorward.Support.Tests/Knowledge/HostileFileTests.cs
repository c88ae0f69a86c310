using System.Text;
using Doorward.Support.Knowledge;

namespace Doorward.Support.Tests.Knowledge;

/// <summary>Files as no agency writes them: each is refused in words that name file and line, or imported as what it is; none takes long or breaks in.</summary>
public sealed class HostileFileTests
{
    [Theory]
    [InlineData("---\naudience: pubic\n---\nx", 2, "audience is public or internal, not \"pubic\"")]
    [InlineData("---\ntitle: a\n\n# note\nvalid-until: 2027-02-30\n---\nx", 5, "valid-until is a day")]
    [InlineData("---\nvalid_until: 2027-02-01\n---\nx", 2, "nothing called \"valid_until\"")]
    [InlineData("---\ntitle: a\ntitle: b\n---\nx", 3, "given twice")]
    [InlineData("---\ntitle\n---\nx", 2, "a colon and a value")]
    [InlineData("---\ntitle: \"\"\n---\nx", 2, "has no value")]
    [InlineData("---\nlanguage: português\n---\nx", 2, "two or three small letters")]
    [InlineData("---\ntitle: a\nno end", 1, "has no end")]
    [InlineData("---\nno end", 1, "has no end")]
    [InlineData("---\na: &a [x, x]\nb: &b [*a, *a]\n---\nx", 2, "nothing called \"a\"")]
    [InlineData("---\ntitle: a\n---\n \n", null, "nothing in it")]
    [InlineData("", null, "nothing in it")]
    [InlineData("first\nsec\0ond", 2, "NUL")]
    public void A_file_that_cannot_be_used_is_refused_with_its_line(string text, int? line, string wrong)
    {
        var problem = Should.Throw<UnreadableDocument>(() => ReadDocument.Of("fees.md", text, "en")).Problem;
        problem.Line.ShouldBe(line);
        problem.Wrong.ShouldContain(wrong);
        problem.ToString().ShouldStartWith(line is null ? "fees.md: " : $"fees.md:{line}: ");
    }

    [Fact]
    public void Half_a_character_is_refused() => // xunit would hand it over mended, as data
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.md", "first\nsec\ud800ond", "en")).Problem.ToString().ShouldStartWith("a.md:2: It holds half a character");

    [Theory]
    [InlineData("../fees.md")]
    [InlineData("/etc/fees.md")]
    [InlineData("a/../../fees.md")]
    [InlineData("a//fees.md")]
    [InlineData("./fees.md")]
    [InlineData("..\\fees.md")]
    [InlineData("C:\\fees.md")]
    [InlineData("fees\n.md")]
    [InlineData("fees.exe")]
    [InlineData("")]
    public void A_path_that_leads_elsewhere_is_refused(string path) =>
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of(path, "text", "en")).Problem.Line.ShouldBeNull();

    [Fact]
    public void A_bomb_of_front_matter_ends_after_some_lines() =>
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.md", "---\n" + string.Concat(Enumerable.Repeat("# x\n", 200_000)) + "---\nx", "en")).Problem.Wrong.ShouldContain("has no end");

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_with_their_line()
    {
        byte[] latin1 = [.. "first\nsecond\nalugu"u8, 0xE9, .. "is"u8];
        var problem = Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.txt", latin1, "pt")).Problem;
        (problem.Line, problem.Wrong).ShouldBe((3, "It is not valid UTF-8. Save it as UTF-8."));
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.txt", Encoding.Unicode.GetBytes("text as UTF-16"), "en"));
    }

    [Fact]
    public void A_byte_order_mark_and_the_line_ends_of_windows_are_no_difference()
    {
        var plain = ReadDocument.Of("a.md", "---\ntitle: A\n---\n# One\n\ntext\n"u8.ToArray(), "en");
        var windows = ReadDocument.Of("a.md", [0xEF, 0xBB, 0xBF, .. "---\r\ntitle: A\r\n---\r\n# One\r\n\r\ntext\r\n"u8], "en");
        windows.Hash.ShouldBe(plain.Hash);
        windows.Text.ShouldBe("# One\n\ntext\n");
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.txt", new byte[ImportLimits.DocumentBytes + 1], "en")).Problem.Wrong.ShouldContain("longer than");
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.txt", new string('é', (ImportLimits.DocumentBytes / 2) + 1), "en")).Problem.Wrong.ShouldContain("longer than");
    }

    [Fact]
    public void Ten_thousand_headings_are_refused_and_without_words_between_them_are_few_passages()
    {
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of("a.md", string.Concat(Enumerable.Range(0, 10_000).Select(n => $"# {n}\n\ntext\n\n")), "en"))
            .Problem.Wrong.ShouldContain("Divide it");
        ReadDocument.Of("a.md", string.Concat(Enumerable.Range(0, 10_000).Select(n => $"# {n}\n")), "en").Chunks.Count.ShouldBeLessThan(200);
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("`")]
    [InlineData("![")]
    [InlineData("# [a](")]
    [InlineData("|")]
    [InlineData("<a")]
    [InlineData("#")]
    [InlineData("\n")]
    [InlineData("x\n=\n")]
    public void A_megabyte_of_one_sign_is_read_or_refused_soon(string sign)
    {
        var text = "x " + string.Concat(Enumerable.Repeat(sign, 1_000_000 / sign.Length));
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            ReadDocument.Of("a.md", "text\n\n" + text, "en");
        }
        catch (UnreadableDocument)
        {
            // as good
        }

        TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nothing_is_imported_where_one_file_is_wrong_and_all_problems_are_told()
    {
        var library = await Library.Open();
        var report = await library.Imports(("a.md", "Fine."), ("b.md", "---\naudience: x\n---\ny"), ("c.md", ""), ("../d.md", "y"), ("a.md", "Twice."));

        report.Refusal.ShouldBe("documents_invalid");
        report.Problems.Select(problem => problem.Path).ShouldBe(["b.md", "c.md", "../d.md", "a.md"]);
        (await library.Rows("SELECT path FROM support.documents WHERE organization_id = $1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_is_read_without_links_hidden_files_and_other_kinds()
    {
        var library = await Library.Open();
        var folder = Directory.CreateTempSubdirectory("doorward-knowledge-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "pt"));
            Directory.CreateDirectory(Path.Combine(folder, ".git"));
            File.WriteAllText(Path.Combine(folder, "a.md"), "One.");
            File.WriteAllText(Path.Combine(folder, "pt", "b.TXT"), "Dois.");
            File.WriteAllText(Path.Combine(folder, "photo.jpg"), "\0");
            File.WriteAllText(Path.Combine(folder, ".git", "c.md"), "Hidden.");
            File.CreateSymbolicLink(Path.Combine(folder, "passwd.txt"), "/etc/passwd");
            Directory.CreateSymbolicLink(Path.Combine(folder, "round"), folder);

            var import = new FolderImport(library.Database, library.Agency.Door.Clock);
            var report = await import.Run(folder, library.Agency.Slug, "main", "en", replaces: false, CancellationToken.None);
            report.Documents.Select(document => document.Path).ShouldBe(["a.md", "pt/b.TXT"]);

            foreach (var file in Directory.GetFiles(folder, "*", SearchOption.TopDirectoryOnly))
            {
                File.Delete(file);
            }

            Directory.Delete(Path.Combine(folder, "pt"), recursive: true);
            (await import.Run(folder, library.Agency.Slug, "main", "en", replaces: false, CancellationToken.None)).Refusal.ShouldBe("nothing_to_import");
            (await import.Run(folder + "-not", library.Agency.Slug, "main", "en", replaces: false, CancellationToken.None)).Refusal.ShouldBe("no_such_folder");
            (await library.Finds("one")).Passages.Count.ShouldBe(1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Too_many_documents_are_refused()
    {
        var library = await Library.Open();
        var report = await library.Imports([.. Enumerable.Range(0, ImportLimits.Documents + 1).Select(n => ($"{n}.md", "x"))]);
        report.Problems.ShouldHaveSingleItem().Wrong.ShouldContain("at most 2000 documents");
    }

    [Theory]
    [InlineData("' | ! & \\ :* <-> ( )")]
    [InlineData("\0\ud800 deposit\\'")]
    [InlineData("")]
    [InlineData("🏠🏠🏠")]
    public async Task A_question_of_odd_signs_is_only_a_question(string question)
    {
        var library = await Library.Open();
        await library.Imports(("a.md", "The deposit is two months' rent."));
        (await library.Finds(question)).Passages.Count.ShouldBe(question.Contains("deposit") ? 1 : 0);
        await library.Finds(string.Concat(Enumerable.Repeat(question + " the deposit " + new string('y', 3000), 50)));
    }
}
