using Doorward.Support.Knowledge;
using Doorward.Testing;

namespace Doorward.Support.Tests.Knowledge;

public sealed class KnowledgeGraphTests
{
    private const string Import = "mutation($input: ImportDocumentsInput!) { importDocuments(input: $input) { documents { path outcome documentId version } } }";

    private static readonly object Two = new
    {
        documents = new[]
        {
            new { path = "deposits.md", text = "---\nvalid-until: 2020-01-31\n---\n# Deposits\n\nTwo months' rent.\n\n## Back\n\nIn 21 days.\n" },
            new { path = "internal/keys.md", text = "---\naudience: internal\nlanguage: pt\n---\n# Chaves\n\nO código é secreto.\n" },
        },
    };

    [Fact]
    public async Task Staff_import_list_read_and_search()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent();
        var imported = await ana.Asks(Import, new { input = Two });
        imported.Only!["documents"]!.AsArray().Select(one => $"{one!["path"]} {one["outcome"]} {one["version"]}").ShouldBe(["deposits.md imported 1", "internal/keys.md imported 1"]);

        var first = await ana.Asks("{ documents(first: 1) { nodes { path } pageInfo { hasNextPage endCursor } } }");
        ((bool?)first.Only!["pageInfo"]!["hasNextPage"]).ShouldBe(true);
        var second = await ana.Asks("query($after: String) { documents(first: 1, after: $after) { nodes { path title audience language validUntil isStale withdrawnAt } pageInfo { hasNextPage } } }",
            new { after = (string)first.Only["pageInfo"]!["endCursor"]! });
        second.Only!["nodes"]![0]!.ToJsonString().ShouldBe(
            """{"path":"internal/keys.md","title":"Chaves","audience":"INTERNAL","language":"pt","validUntil":null,"isStale":false,"withdrawnAt":null}""");

        var id = (string)imported.Only["documents"]![0]!["documentId"]!;
        var document = await ana.Asks(
            "query($id: ID!) { document(id: $id) { validUntil isStale versions { version text importedBy { name } chunks { number heading start end text } } } }", new { id });
        ((bool?)document.Only!["isStale"]).ShouldBe(true);
        var version = document.Only["versions"]![0]!;
        ((string?)version["importedBy"]!["name"]).ShouldBe("Ana Agent");
        foreach (var chunk in version["chunks"]!.AsArray())
        {
            ((string)version["text"]!)[(int)chunk!["start"]!..(int)chunk["end"]!].ShouldBe((string)chunk["text"]!);
        }

        const string Search = "query($text: String!, $audience: Audience!) { searchKnowledge(text: $text, audience: $audience) { isWeak threshold passages { title heading score isStale } } }";
        var found = await ana.Asks(Search, new { text = "qual é o código das chaves", audience = "INTERNAL" });
        ((string?)found.Only!["passages"]![0]!["title"]).ShouldBe("Chaves");
        (await ana.Asks(Search, new { text = "qual é o código das chaves", audience = "PUBLIC" })).Only!["passages"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_else_does_any_of_it()
    {
        var agency = await Agency.Open();
        var (maria, stranger, other) = (await agency.Applicant(), new Person(agency.Door, null), (await Agency.Open()).Owner);
        var id = (string)(await agency.Owner.Asks(Import, new { input = Two })).Only!["documents"]![0]!["documentId"]!;
        foreach (var (query, variables) in new (string, object)[]
        {
            (Import, new { input = Two }), ("{ documents { nodes { id } } }", new { }), ("{ searchKnowledge(text: \"deposit\") { isWeak } }", new { }),
            ("query($id: ID!) { document(id: $id) { id } }", new { id }),
        })
        {
            (await maria.Asks(query, variables)).Refusal.ShouldBe("STAFF_ONLY", query);
            (await stranger.Asks(query, variables)).Refusal.ShouldBe("NOT_SIGNED_IN", query);
        }

        (await other.Asks("query($id: ID!) { document(id: $id) { id } }", new { id })).Only.ShouldBeNull();
        (await other.Asks("{ documents { nodes { id } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_left_imports_nothing()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent();
        await using (var leave = agency.Door.Database.CreateCommand(
            $"UPDATE accounts.members SET left_at = now() WHERE organization_id = '{agency.Id}' AND role = 'agent' RETURNING person_id"))
        {
            // As if the token had been checked a moment before: the statement looks again.
            var left = (Guid)(await leave.ExecuteScalarAsync())!;
            var batch = new DocumentBatch(agency.Id, left, "main", [ReadDocument.Of("a.md", "x", "en")], WithdrawsMissing: true, Replaces: true);
            (await new ImportDocuments(agency.Door.Database, agency.Door.Clock).Run(batch, CancellationToken.None)).Refusal.ShouldBe("no_longer_staff");
        }

        (await ana.Asks(Import, new { input = Two })).Refusal.ShouldBe("not_a_member");
        (await agency.Owner.Asks("{ documents { nodes { id } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_file_and_line_and_nothing_is_imported()
    {
        var owner = (await Agency.Open()).Owner;
        var refused = await owner.Asks(Import, new
        {
            input = new { documents = new[] { new { path = "a.md", text = "Good." }, new { path = "../b.md", text = "x" }, new { path = "c.md", text = "---\naudience: all\n---\nx" } } },
        });
        refused.Refusal.ShouldBe("DOCUMENTS_INVALID");
        (await owner.Asks("{ documents { nodes { id } } }")).Only!["nodes"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_when_asked_to_it_withdraws_what_is_missing()
    {
        var owner = (await Agency.Open()).Owner;
        await owner.Asks(Import, new { input = Two });
        object One(bool withdrawMissing) => new { input = new { documents = new[] { new { path = "new.md", text = "New." } }, withdrawMissing } };
        (await owner.Asks(Import, One(false))).Only!["documents"]!.AsArray().Count.ShouldBe(1);
        (await owner.Asks(Import, One(true))).Only!["documents"]!.AsArray().Select(one => (string)one!["outcome"]!).ShouldBe(["withdrawn", "withdrawn", "unchanged"], ignoreOrder: true);
        (await owner.Asks("{ documents { nodes { path } } }")).Only!["nodes"]!.AsArray().Count.ShouldBe(1);
        (await owner.Asks("{ documents(withdrawn: true) { nodes { path } } }")).Only!["nodes"]!.AsArray().Count.ShouldBe(3);
    }
}
