using System.Text;
using Doorward.Accounts.Tests.SignIn;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Accounts.Tests;

/// <summary>
/// Two people leave traces wherever the program keeps any, and are erased; then every column of every table, all that the program said, and
/// every file beside the database's own are searched for them. The tables are asked of the database: a new one is searched by itself, and one
/// that speaks of people must be filled here before this test passes.
/// </summary>
public sealed class ErasureTests
{
    /// <summary>Tables with a column for a person that this walk leaves empty, and why.</summary>
    private static readonly Dictionary<string, string> LeftEmpty = new()
    {
        ["accounts.devices"] = "the tests of notices erase devices", ["accounts.notices"] = "the tests of notices erase notices",
        ["accounts.notice_preferences"] = "the tests of notices erase preferences",
        ["accounts.files"] = "FilesTests erases files and their bytes", ["accounts.file_usage"] = "FilesTests erases it: a number of bytes",
        ["support.reviews"] = "a decision of staff: ids and states; its words are the conversation's",
    };

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_anywhere()
    {
        var folder = Directory.CreateTempSubdirectory("doorward-erasure-");
        // PostgreSQL does not run as root, and its user must get there
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        await using var node = await DoorwardProcess.Start(dataFolder: folder.FullName);
        var agency = await Agency.Open(node);
        var (words, people) = await LeaveTraces(agency);

        (await Find(node.Database, words)).Select(found => found.Table).Distinct().Count().ShouldBeGreaterThan(6, "the traces would be seen if they stayed");
        await EveryTableOfPeopleIsFilled(node.Database, people.Select(person => person.Id).ToList());
        await node.Database.Do("DELETE FROM events.jobs WHERE kind LIKE 'notice%'");
        // What is under way at that moment is erased by the second erasure, two minutes later: not what is looked at here.
        await Eventually.So("the copilot is done", async () => await node.Database.One<long>("SELECT count(*) FROM support.runs") > 0, 120);

        foreach (var (_, person) in people)
        {
            (await person.Delete("me")).Code.ShouldBe(204);
        }

        (await Find(node.Database, words)).ShouldBeEmpty();
        var said = node.Said;
        words.Where(word => said.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty("the program's output holds nothing of people");
        InFiles(folder, words).ShouldBeEmpty();

        // What keeps its place: the visit, under a pseudonym, and that it happened.
        (await node.Database.One<long>("SELECT count(*) FROM visits.bookings WHERE notes = '' AND status = 'confirmed'")).ShouldBe(1);
        (await node.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'person.erased'")).ShouldBe(2);
        (await agency.Owner.Get("applicants")).Body!["applicants"]![0]!["name"]!.ToString().ShouldStartWith("erased-");
        (await node.Stop()).ExitCode.ShouldBe(0);
    }

    private static async Task<(string[] Words, IReadOnlyList<(Guid Id, Person Person)> People)> LeaveTraces(Agency agency)
    {
        string[] words = ["Zephyrine", "Quillfeather", "zq-agent", "zq-applicant", "zq-external-4711", "Marmaduke", "zq-subject", "zq-key", "ZqBrowser", "purple umbrella"];
        var database = agency.Door.Database;

        // an agent with a password, sessions, a reset, failed attempts, invitations of another agency
        var email = "zq-agent@quillfeather.example";
        var invitation = await agency.Owner.Post("invitations", new { email, role = "agent" });
        var browser = await new Browser(agency.Door) { Headers = { ["User-Agent"] = "ZqBrowser/1.0" } }.Open($"/invitation?token={(string)invitation.Body!["token"]!}");
        await browser.Submit("/invitation", ("name", "Zephyrine Quillfeather"), ("new_password", Staff.UsualPassword));
        browser.Status.ShouldBe(303, browser.Page);
        await new Browser(agency.Door).SignIn(email, "not the password at all");
        await (await new Browser(agency.Door).Open("/forgot-password")).Submit("/forgot-password", ("email", email));
        await (await Agency.Open(agency.Door)).Owner.Post("invitations", new { email = email.ToUpperInvariant(), role = "agent" });
        var id = await database.One<Guid>("SELECT person_id FROM accounts.passwords WHERE address = $1", email);
        var agent = new Person(agency.Door, agency.Door.Issuer.Mint(new OwnTokenClaims(id.ToString(), null, false, null, agency.Slug, "agent"), TimeSpan.FromHours(1)));
        await database.Do("UPDATE accounts.people SET photo_url = 'https://pictures.example/zq-agent.png', language = 'pt' WHERE id = $1", id);
        (await agent.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(3))).Code.ShouldBe(201);

        // an applicant who books and writes
        await agency.Owner.Post("applicants", new { external_id = "zq-external-4711", name = "Marmaduke Quillfeather", email = "zq-applicant@quillfeather.example", risk_level = "LOW" });
        var applicant = new Person(agency.Door, agency.Door.Issuer.Mint(
            new OwnTokenClaims("zq-subject", "zq-applicant@quillfeather.example", true, "Marmaduke Quillfeather", agency.Slug, "applicant"), TimeSpan.FromHours(1)));
        var slot = await agency.Owner.Opens(await agency.Owner.CreatesProperty(), agency.Tomorrow(1));
        (await applicant.Books(slot.Id, "I carry a purple umbrella.", "zq-key-of-my-own")).Code.ShouldBe(201);

        // and asks
        await applicant.Asks(
            "mutation($input: IngestMessageInput!) { ingestMessage(input: $input) { id } }", new { input = new { body = "May I bring my purple umbrella? Marmaduke" } });

        return (words, [(id, agent), ((await applicant.Get("me")).Id, applicant)]);
    }

    /// <summary>Whatever has a column for a person has a row of one of them, or is named above with a reason.</summary>
    private static async Task EveryTableOfPeopleIsFilled(NpgsqlDataSource database, IReadOnlyList<Guid> people)
    {
        foreach (var (table, column) in await Columns(database, "column_name = 'person_id' AND data_type = 'uuid'"))
        {
            var filled = await database.One<long>($"SELECT count(*) FROM {table} WHERE {column} = ANY ($1)", people.ToArray()) > 0;
            (filled || LeftEmpty.ContainsKey(table)).ShouldBeTrue($"{table} speaks of people: leave a trace in it here, or say above which test erases it");
        }
    }

    private static async Task<IReadOnlyList<(string Table, string Word)>> Find(NpgsqlDataSource database, string[] words)
    {
        var found = new List<(string, string)>();
        foreach (var table in (await Columns(database, "true")).Select(column => column.Table).Distinct())
        {
            foreach (var word in words)
            {
                // a row as text is every column of it; bytes are written in hexadecimal there
                var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(word)).ToLowerInvariant();
                if (await database.One<long>($"SELECT count(*) FROM {table} t WHERE t::text ILIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'", word, hex) > 0)
                {
                    found.Add((table, word));
                }
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<(string Table, string Column)>> Columns(NpgsqlDataSource database, string which)
    {
        var columns = new List<(string, string)>();
        await using var command = database.CreateCommand($"""
            SELECT format('%I.%I', c.table_schema, c.table_name), c.column_name
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') AND {which}
            """);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            columns.Add((rows.GetString(0), rows.GetString(1)));
        }

        return columns;
    }

    // Not the database's own files: it writes over a row that is gone when it comes by there, and its journal when that is no longer needed.
    private static IEnumerable<string> InFiles(DirectoryInfo folder, string[] words) =>
        from file in folder.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        where !file.FullName.Contains("/postgres/", StringComparison.Ordinal) && file.Length > 0
        let text = Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))
        from word in words
        where text.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{file.FullName}: {word}";
}
