using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Support.Tests.Copilot;

/// <summary>The copilot as it works with nothing set: from the log to the stored draft.</summary>
[Trait(TestBus.Trait, TestBus.Both)]
public sealed class WithoutModelTests
{
    [Fact]
    public async Task A_question_is_answered_with_the_words_of_the_documents()
    {
        var letters = await Letters.Open();
        var draft = await letters.DraftOf("Hello, how much is the deposit?");

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        ((string?)draft["body"]).ShouldNotBeNull().ShouldContain(Letters.Deposit);
        var cited = draft["sentences"]!.AsArray().Single(sentence => (string?)sentence!["text"] == Letters.Deposit)!;
        ((string?)cited["citation"]!["quote"]).ShouldBe(Letters.Deposit);
        ((string?)cited["citation"]!["heading"]).ShouldNotBeNull();
        ((double)draft["confidence"]!).ShouldBeGreaterThanOrEqualTo((double)draft["threshold"]!);
        foreach (var badge in new[] { "grounded", "policy", "tone", "privacy", "injection" })
        {
            ((bool)draft["verdicts"]![badge]!).ShouldBeTrue(badge);
        }

        var quoted = await letters.Find("""
            SELECT jsonb_build_object('stored', substr(v.text, (c->>'start')::int + 1, (c->>'end')::int - (c->>'start')::int), 'quote', c->>'quote')
            FROM support.drafts d, jsonb_array_elements(d.sentences) s, LATERAL (SELECT s->'citation' AS c) x, support.document_versions v
            WHERE d.organization_id = $1 AND d.id = $2 AND c->>'quote' LIKE 'The deposit%' AND v.document_id = (c->>'document_id')::uuid AND v.version = (c->>'version')::int
            """, Guid.Parse((string)draft["id"]!));
        ((string?)quoted!["stored"]).ShouldBe((string?)quoted["quote"]);
    }

    [Fact]
    public async Task Somebody_who_writes_Portuguese_is_answered_in_Portuguese_and_told_that_the_document_is_not()
    {
        var letters = await Letters.Open();
        var draft = await letters.DraftOf("Deposit, por favor?");

        ((string?)draft["body"]).ShouldNotBeNull().ShouldContain("Obrigado pela sua mensagem.");
    }

    [Fact]
    public async Task What_nobody_wrote_about_goes_to_people()
    {
        var letters = await Letters.Open();
        var draft = await letters.DraftOf("Do you know a good dentist near the cathedral?");

        ((string?)draft["status"]).ShouldBe("ESCALATED");
        ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe("weak_retrieval");
        ((string?)draft["body"]).ShouldBe("");
    }

    [Theory]
    [InlineData("I want to speak to a human.", "policy_person", 4)]
    [InlineData("This is unacceptable, I am furious, nobody answers.", "policy_complaint", 5)]
    [InlineData("There is a gas smell in the kitchen, the boiler leaks, urgent!", "policy_urgent", 6)]
    public async Task What_the_policy_gives_to_people_is_not_drafted(string body, string code, int rank)
    {
        var letters = await Letters.Open();
        var draft = await letters.DraftOf(body);

        ((string?)draft["status"]).ShouldBe("ESCALATED");
        ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe(code);
        ((int)draft["rank"]!).ShouldBe(rank);
    }

    [Fact]
    public async Task An_agencys_own_policy_holds_for_it()
    {
        var letters = await Letters.Open();
        await letters.Do("""
            INSERT INTO support.policies (organization_id, policy, changed_by, changed_at)
            SELECT organization_id, $2::jsonb, person_id, now() FROM accounts.members WHERE organization_id = $1
            """, Letters.Is(letters.Agency.Id), Letters.Is("""{"threshold":0.6,"most_characters":500,"most_sentences":9,"hold_hours":2,"to_people":["payment"],"urgent_to_people":[],"forbidden":[],"tone":[]}"""));
        var draft = await letters.DraftOf("How much is the deposit, and when do I pay?");

        ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe("policy_payment");
    }

    [Fact]
    public async Task Somebody_who_wants_to_visit_is_offered_free_slots_near_their_wish()
    {
        var letters = await Letters.Open();
        var owner = letters.Agency.Owner;
        var property = await owner.CreatesProperty();
        var day = letters.Agency.Tomorrow(0).AddDays(1);
        var (early, late, other) = (await owner.Opens(property, day), await owner.Opens(property, day.AddHours(6)), await owner.Opens(property, day.AddDays(1)));
        var draft = await letters.DraftOf($"Could I visit the flat on {day:d MMMM} in the morning, please?");

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        draft["offers"]!.AsArray().Select(offer => (string?)offer!["slot_id"]).ShouldBe([early.Id.ToString()]);
        ((string?)draft["offers"]![0]!["held_until"]).ShouldBeNull("nobody knows for whom");
        ((string?)draft["body"]).ShouldNotBeNull().ShouldContain("from 1"); // 10:00 or 11:00 in Lisbon
        (late.Code, other.Code).ShouldBe((201, 201));
    }

    [Fact]
    public async Task What_is_free_between_two_wishes_does_not_crowd_out_what_was_wished_for()
    {
        var letters = await Letters.Open();
        var owner = letters.Agency.Owner;
        var property = await owner.CreatesProperty();
        var day = letters.Agency.Tomorrow(0).AddDays(1);
        var wished = await owner.Opens(property, day.AddDays(2));
        await letters.Do("""
            INSERT INTO visits.properties (organization_id, id, name, address, time_zone, created_at)
            SELECT $1, gen_random_uuid(), 'House ' || n, 'Street ' || n, 'Europe/Lisbon', now() FROM generate_series(1, 30) n;
            """, Letters.Is(letters.Agency.Id));
        await letters.Do("""
            INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at)
            SELECT $1, gen_random_uuid(), p.id, m.person_id, tstzrange(t, t + interval '2 minutes'), p.allows_parallel_viewings, now()
            FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM visits.properties WHERE organization_id = $1 AND name LIKE 'House %') p, accounts.members m, generate_series(0, 9) n,
                 LATERAL (SELECT $2::timestamptz + (p.place * 10 + n) * interval '2 minutes' AS t) at
            WHERE m.organization_id = $1
            """, Letters.Is(letters.Agency.Id), Letters.Is(day.AddDays(1).ToUniversalTime()));
        var draft = await letters.DraftOf($"Could I visit a flat on {day:d MMMM} or on {day.AddDays(2):d MMMM}, please?");

        draft["offers"]!.AsArray().Select(offer => (string?)offer!["slot_id"]).ShouldBe([wished.Id.ToString()], draft.ToJsonString());
    }

    [Fact]
    public async Task Where_nothing_is_free_at_that_time_that_is_said_and_the_nearest_are_offered()
    {
        var letters = await Letters.Open();
        var property = await letters.Agency.Owner.CreatesProperty();
        var day = letters.Agency.Tomorrow(0).AddDays(2);
        var slot = await letters.Agency.Owner.Opens(property, day);
        var draft = await letters.DraftOf($"Gostaria de visitar o apartamento no dia {day.AddDays(1):d/MM/yyyy}.");

        ((string?)draft["body"]).ShouldNotBeNull().ShouldContain("Já não há visitas no horário que pediu.");
        draft["offers"]!.AsArray().Select(offer => (string?)offer!["slot_id"]).ShouldBe([slot.Id.ToString()]);
    }

    [Fact]
    public async Task A_customer_is_told_of_their_own_visit_and_of_nobody_elses()
    {
        var letters = await Letters.Open();
        var property = await letters.Agency.Owner.CreatesProperty();
        var (mine, theirs) = (await letters.Agency.Owner.Opens(property, letters.Agency.Tomorrow(0)), await letters.Agency.Owner.Opens(property, letters.Agency.Tomorrow(3)));
        var (maria, mariaHerself) = await letters.Applicant("Maria Alves");
        var (_, ruiHimself) = await letters.Applicant("Rui Costa");
        (await mariaHerself.Books(mine.Id)).Code.ShouldBe(201);
        (await ruiHimself.Books(theirs.Id)).Code.ShouldBe(201);
        var draft = await letters.DraftOf("Hello, when is my viewing?", maria);

        ((string?)draft["status"]).ShouldBe("SUGGESTED", draft.ToJsonString());
        ((string?)draft["body"]).ShouldNotBeNull().ShouldStartWith("Hello Maria,");
        draft["sentences"]!.AsArray().Count(sentence => (string?)sentence!["fact"]?["kind"] == "booking").ShouldBe(1);
    }

    [Fact]
    public async Task What_a_person_has_to_do_goes_to_a_person_with_what_is_known()
    {
        var letters = await Letters.Open();
        var property = await letters.Agency.Owner.CreatesProperty();
        var slot = await letters.Agency.Owner.Opens(property, letters.Agency.Tomorrow(0));
        var (maria, herself) = await letters.Applicant();
        await herself.Books(slot.Id);
        var draft = await letters.DraftOf("I need to cancel my viewing.", maria);

        ((string?)draft["status"]).ShouldBe("ESCALATED");
        ((string?)draft["verdicts"]!["decision"]!["code"]).ShouldBe("needs_action");
        ((string?)draft["body"]).ShouldNotBeNull().ShouldContain("is confirmed");
    }

    [Fact]
    public async Task A_message_is_answered_once_and_the_run_behind_it_is_kept_whole()
    {
        var letters = await Letters.Open();
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var (conversation, message) = await letters.Write("How much is the deposit?", traceparent: Trace);
        var draft = await letters.Draft(message);
        var run = await letters.Run(message);

        ((string?)run["draft_id"]).ShouldBe((string?)draft["id"]);
        ((string?)run["outcome"]).ShouldBe("confident");
        var record = run["record"]!;
        ((string?)record["question"]!["body"]).ShouldBe("How much is the deposit?");
        record["lookups"]!.AsArray().Select(lookup => (string?)lookup!["name"]).ShouldContain("search");
        record["steps"]!.AsArray().Select(step => (string?)step!["name"]).ShouldBe(["triage", "retrieve", "tools", "draft", "guard", "decide"]);
        (await letters.Count("SELECT count(*) FROM support.drafts WHERE organization_id = $1")).ShouldBe(1);
        var logged = await letters.Find("SELECT jsonb_build_object('traceparent', traceparent, 'after', after) FROM events.log WHERE organization_id = $1 AND subject_id = $2", Guid.Parse((string)draft["id"]!));
        ((string?)logged!["traceparent"]).ShouldNotBeNull().ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-", customMessage: "the trace of the request goes on");
        logged["after"]!.AsObject().Select(member => member.Key).Order().ShouldBe(["confidence", "conversation_id", "message_id", "rank", "status", "version"]);
        ((string?)logged["after"]!["conversation_id"]).ShouldBe(conversation.ToString());
    }

    [Fact]
    public async Task One_trace_leads_from_the_request_to_the_draft()
    {
        var letters = await Letters.Open();
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(letters.Agency.Door.Address, "/graphql"))
        {
            Content = System.Net.Http.Json.JsonContent.Create(new { query = "mutation { ingestMessage(input: { body: \"How much is the deposit?\" }) { id } }" }),
        };
        request.Headers.Authorization = new("Bearer", letters.Agency.Owner.Token);
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var response = await letters.Agency.Door.Http.SendAsync(request, CancellationToken.None);
        var message = Guid.Parse((string)System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!["ingestMessage"]!["id"]!);
        var draft = Guid.Parse((string)(await letters.Draft(message))["id"]!);

        foreach (var subject in new[] { message, draft })
        {
            var logged = await letters.Find("SELECT jsonb_build_object('traceparent', traceparent) FROM events.log WHERE organization_id = $1 AND subject_id = $2", subject);
            ((string?)logged!["traceparent"]).ShouldNotBeNull().ShouldStartWith($"00-{Trace}-");
        }
    }

    [Theory]
    [InlineData("CUSTOMER", "newer_message")]
    [InlineData("STAFF", "answered_by_person")]
    public async Task A_message_that_no_longer_waits_is_left_alone(string author, string reason)
    {
        var letters = await Letters.Open();
        // Both are in the log before the copilot looks: a lock on its lease table would hold it up no less than this one statement does.
        var (conversation, first) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await letters.Do("""
            WITH c AS (INSERT INTO support.conversations (organization_id, id, customer_ref, messages, created_at, last_message_at) VALUES ($1, $2, 'x', 2, now(), now())),
                 m AS (INSERT INTO support.messages (organization_id, id, conversation_id, number, author, body, created_at)
                       VALUES ($1, $3, $2, 1, 'CUSTOMER', 'How much is the deposit?', now()), ($1, $4, $2, 2, $5, 'Never mind.', now()))
            INSERT INTO events.log (type, organization_id, subject_id, after) VALUES ('message.created', $1, $3, '{"author":"CUSTOMER"}')
            """, Letters.Is(letters.Agency.Id), Letters.Is(conversation), Letters.Is(first), Letters.Is(Guid.CreateVersion7()), Letters.Is(author));
        var run = await letters.Run(first);

        ((string?)run["outcome"], run["draft_id"]).ShouldBe(("superseded", null));
        (await letters.FindDraft(first)).ShouldBeNull();
        var logged = await letters.Find("SELECT after FROM events.log WHERE organization_id = $1 AND type = 'draft.superseded' AND after->>'message_id' = $2::text", first);
        ((string?)logged!["reason"]).ShouldBe(reason);
    }

    [Fact]
    public async Task The_record_goes_with_the_person_and_the_count_stays()
    {
        var letters = await Letters.Open();
        var desk = letters.Agency.Desk;
        var person = Guid.CreateVersion7();
        await letters.Do("INSERT INTO accounts.people (id, name, email, created_at) VALUES ($1, 'Maria Alves', 'maria@x.example', now())", Letters.Is(person));
        var (_, message) = await letters.Write("How much is the deposit?", person: person);
        await letters.Run(message);
        var runs = new Doorward.Support.Copilot.Runs.RunsOfPerson(desk.Database);
        var files = new List<string>();
        await foreach (var file in runs.Export(person, CancellationToken.None))
        {
            using var written = new MemoryStream();
            await file.Write(written, CancellationToken.None);
            files.Add(System.Text.Encoding.UTF8.GetString(written.ToArray()));
        }

        files.ShouldHaveSingleItem().ShouldContain("How much is the deposit?");
        await using (var connection = await desk.Database.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await runs.Erase(person, transaction, CancellationToken.None);
            await transaction.CommitAsync();
        }

        var run = await letters.Run(message);
        (run["record"], (string?)run["outcome"]).ShouldBe((null, "confident"));
        run["erased_at"].ShouldNotBeNull();
    }
}
