using Doorward.Support.Knowledge;
using Npgsql;

namespace Doorward.Support.Tests.Knowledge;

public sealed class ImportTests
{
    private const string Deposits = "# Deposits\n\nThe deposit is two months' rent.\n\n## Getting it back\n\nWithin 21 days of the check-out.\n";

    [Fact]
    public async Task A_document_is_stored_with_its_passages_and_found()
    {
        var library = await Library.Open();
        var report = await library.Imports(("deposits.md", Deposits));

        report.Documents.ShouldHaveSingleItem().Outcome.ShouldBe("imported");
        var found = await library.Finds("When do I get the deposit back?");
        found.Passages[0].Heading.ShouldBe("Getting it back");
        found.Passages[0].Title.ShouldBe("Deposits");
        var text = (await library.Search.TextOf(library.Agency.Id, found.Passages[0].DocumentId, 1, CancellationToken.None)).ShouldNotBeNull();
        text[found.Passages[0].Start..found.Passages[0].End].ShouldBe(found.Passages[0].Text);
        (await library.Events()).ShouldBe(["""document.imported - {"version": 1, "audience": "public", "language": "en", "valid_until": null}"""]);
        (await library.MiscountedWords()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_has_not_changed_leaves_no_trace()
    {
        var library = await Library.Open();
        await library.Imports(("deposits.md", Deposits), ("keys.txt", "Keys are at the office."));
        const string Everything = """
            SELECT t::text FROM support.documents t WHERE organization_id = $1 UNION ALL SELECT t::text || xmin FROM support.document_versions t WHERE organization_id = $1
            UNION ALL SELECT t::text || xmin FROM support.chunks t WHERE organization_id = $1 UNION ALL SELECT t::text || xmin FROM support.words t WHERE organization_id = $1
            UNION ALL SELECT t::text || xmin FROM support.knowledge t WHERE organization_id = $1 UNION ALL SELECT t::text FROM events.log t WHERE organization_id = $1
            """;
        var before = await library.Rows(Everything);

        var again = await library.Imports(("keys.txt", "Keys are at the office."), ("deposits.md", Deposits.Replace("\n", "\r\n")));

        again.Count("unchanged").ShouldBe(2);
        (await library.Rows(Everything)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task A_change_is_a_new_version_and_the_old_one_stays_as_it_was()
    {
        var library = await Library.Open();
        var first = (await library.Imports(("deposits.md", Deposits))).Documents[0];
        var second = (await library.Imports(("deposits.md", Deposits.Replace("21", "14")))).Documents[0];

        second.ShouldBe(first with { Version = 2 });
        (await library.Finds("deposit back after check-out")).Passages.ShouldAllBe(passage => passage.Version == 2 && !passage.Text.Contains("21"));
        (await library.Search.TextOf(library.Agency.Id, first.DocumentId, 1, CancellationToken.None))!.ShouldContain("21 days");
        (await library.Search.TextOf(library.Agency.Id, first.DocumentId, 2, CancellationToken.None))!.ShouldContain("14 days");
        (await library.MiscountedWords()).ShouldBeEmpty();

        await using var change = library.Database.CreateCommand($"UPDATE support.document_versions SET text = 'x' WHERE document_id = '{first.DocumentId}'");
        (await Should.ThrowAsync<PostgresException>(change.ExecuteNonQueryAsync())).ConstraintName.ShouldBe("document_versions_never_change");
    }

    [Fact]
    public async Task What_is_missing_is_no_longer_cited_and_can_come_back()
    {
        var library = await Library.Open();
        var document = (await library.Imports(("deposits.md", Deposits), ("keys.md", "Keys are at the office."))).Documents.Single(one => one.Path == "deposits.md");

        (await library.Imports(("keys.md", "Keys are at the office."))).Count("withdrawn").ShouldBe(1);
        (await library.Finds("deposit back")).Passages.ShouldBeEmpty();
        (await library.Search.TextOf(library.Agency.Id, document.DocumentId, 1, CancellationToken.None)).ShouldNotBeNull();
        (await library.MiscountedWords()).ShouldBeEmpty();

        (await library.Imports(("keys.md", "Keys are at the office."))).Count("withdrawn").ShouldBe(0);

        (await library.Imports(("deposits.md", Deposits), ("keys.md", "Keys are at the office."))).Documents
            .Single(one => one.Path == "deposits.md").ShouldBe(document with { Outcome = "restored" });
        (await library.Finds("deposit back")).Passages.ShouldNotBeEmpty();
        (await library.MiscountedWords()).ShouldBeEmpty();

        await library.Imports(("keys.md", "Keys are at the office."));
        (await library.Imports(("deposits.md", "# Deposits\n\nAbolished.\n"), ("keys.md", "Keys are at the office."))).Documents
            .Single(one => one.Path == "deposits.md").ShouldBe(document with { Version = 2 });
        (await library.Finds("deposit")).Passages.ShouldHaveSingleItem().Text.ShouldContain("Abolished");
        (await library.MiscountedWords()).ShouldBeEmpty();
        (await library.Events()).Count(line => line.StartsWith("document.withdrawn")).ShouldBe(2);
    }

    [Fact]
    public async Task Collections_do_not_withdraw_each_others_documents()
    {
        var library = await Library.Open();
        await library.Imports("one", ("a.md", "Parking costs 60 euros."));
        await library.Imports("two", ("a.md", "Pets are welcome."));

        (await library.Finds("parking")).Passages.ShouldNotBeEmpty();
        (await library.Imports("one", ("b.md", "Parking is free."))).Count("withdrawn").ShouldBe(1);
        (await library.Finds("pets")).Passages.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Of_many_imports_at_once_each_change_is_one_version()
    {
        var library = await Library.Open();
        await library.Imports(("deposits.md", Deposits));

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => library.Imports(
            ("deposits.md", Deposits.Replace("21", $"{(n % 2) + 30}")), ($"new-{n % 2}.md", "The same new words."), ("new.md", "Other new words."))));

        reports.ShouldAllBe(report => report.Refusal == null);
        var imported = reports.SelectMany(report => report.Documents).Where(one => one.Outcome == "imported").ToList();
        imported.Select(one => (one.Path, one.Version)).ShouldBeUnique();
        imported.Count(one => one.Path == "new.md").ShouldBe(1);
        (await library.Rows("SELECT string_agg(v.version::text, ',' ORDER BY v.version) FROM support.document_versions v JOIN support.documents d USING (organization_id) WHERE organization_id = $1 AND d.id = v.document_id AND path = 'deposits.md'"))
            .ShouldBe([string.Join(',', Enumerable.Range(1, imported.Count(one => one.Path == "deposits.md") + 1))]);
        (await library.Rows("SELECT 'x' FROM support.chunks c JOIN support.documents d ON d.organization_id = c.organization_id AND d.id = c.document_id WHERE c.organization_id = $1 AND is_current <> (d.version = c.version AND d.withdrawn_at IS NULL)")).ShouldBeEmpty();
        (await library.MiscountedWords()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_internal_is_never_found_for_a_customer()
    {
        var library = await Library.Open();
        await library.Imports(("a.md", "---\naudience: internal\n---\n# Bargaining\n\nWe go down to 1150 euros for the flat."));

        (await library.Finds("how far down do you go for the flat")).Passages.ShouldBeEmpty();
        (await library.Finds("how far down do you go for the flat", Audiences.Internal)).Passages.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_document_past_its_day_is_stale()
    {
        var library = await Library.Open();
        var today = DateOnly.FromDateTime(library.Agency.Door.Clock.GetUtcNow().UtcDateTime);
        await library.Imports(
            ("past.md", $"---\nvalid-until: {today.AddDays(-1):yyyy-MM-dd}\n---\nOur summer offer: no fees."),
            ("last.md", $"---\nvalid-until: {today:yyyy-MM-dd}\n---\nOur summer offer: no fees."));

        var passages = (await library.Finds("summer offer")).Passages;
        passages.Select(passage => passage.IsStale).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Another_agency_finds_nothing_of_it()
    {
        var (one, other) = (await Library.Open(), await Library.Open());
        var document = (await one.Imports(("deposits.md", Deposits))).Documents[0];

        var found = await other.Finds("deposit", Audiences.Internal);
        found.Passages.ShouldBeEmpty();
        found.IsWeak.ShouldBeTrue();
        (await other.Search.TextOf(other.Agency.Id, document.DocumentId, 1, CancellationToken.None)).ShouldBeNull();
    }
}
