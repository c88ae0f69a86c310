using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Notices;

[Trait(TestBus.Trait, TestBus.Both)]
public sealed class InboxTests
{
    [Fact]
    public async Task An_inbox_is_paged_counted_read_and_in_its_readers_language()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent();
        var maria = await agency.Applicant("Maria Alves");
        var property = await ana.CreatesProperty();
        for (var hour = 0; hour < 4; hour++)
        {
            (await maria.Books((await ana.Opens(property, agency.Tomorrow(hour))).Id)).Outcome.ShouldBe("confirmed");
        }

        await Quiet.Down(desk);
        var first = (await ana.Get("me/notices?limit=3")).Body!;
        var second = (await ana.Get($"me/notices?limit=3&cursor={(string?)first["next_cursor"]}")).Body!;
        var all = first["notices"]!.AsArray().Concat(second["notices"]!.AsArray()).Select(one => (string?)one!["id"]).ToList();
        (all.Count, all.Distinct().Count(), (long)first["unread"]!, second["next_cursor"]).ShouldBe((5, 5, 5, null));
        ((string?)first["notices"]![0]!["body"]).ShouldEndWith("with Maria Alves.");

        (await ana.Send(HttpMethod.Post, $"me/notices/{all[0]}/read")).Code.ShouldBe(204);
        (await ana.Send(HttpMethod.Post, $"me/notices/{all[0]}/read")).Code.ShouldBe(204);
        (await maria.Send(HttpMethod.Post, $"me/notices/{all[1]}/read")).Refusal.ShouldBe("no_such_notice");
        var unread = (await ana.Get("me/notices?unread=true")).Body!;
        ((long)unread["unread"]!, unread["notices"]!.AsArray().Count).ShouldBe((4, 4));
        (await ana.Delete($"me/notices/{all[0]}/read")).Code.ShouldBe(204);
        ((long)(await ana.Get("me/notices")).Body!["unread"]!).ShouldBe(5);
        (await ana.Send(HttpMethod.Post, "me/notices/read")).Code.ShouldBe(204);
        ((long)(await ana.Get("me/notices")).Body!["unread"]!).ShouldBe(0);
        (await desk.Texts("SELECT type FROM events.log WHERE type LIKE 'notice.%read' ORDER BY tx, seq"))
            .ShouldBe([.. new[] { "notice.read", "notice.unread" }, .. Enumerable.Repeat("notice.read", 5)]);

        (await ana.Send(HttpMethod.Put, "me/notice-preferences", System.Net.Http.Json.JsonContent.Create(new { language = "pt" }))).Code.ShouldBe(200);
        ((string?)(await ana.Get("me/notices?limit=1")).Body!["notices"]![0]!["title"]).ShouldStartWith("Visita confirmada: Rua das Flores 12");
    }

    [Fact]
    public async Task Whoever_is_renamed_is_called_so_in_every_notice_and_whoever_has_no_name_left_is_somebody()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var (ana, maria) = (await agency.Agent(), await agency.Applicant("Maria Alves"));
        await maria.Books((await ana.Opens(await ana.CreatesProperty(), agency.Tomorrow())).Id);
        await Quiet.Down(desk);

        await desk.Do("UPDATE accounts.people SET name = '' WHERE name = 'Maria Alves'");

        ((string?)(await ana.Get("me/notices?limit=1")).Body!["notices"]![0]!["body"]).ShouldEndWith("with somebody who is no longer here.");
        (await desk.Texts("SELECT facts::text FROM accounts.notices")).ShouldAllBe(facts => !facts.Contains("Maria", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_turned_off_is_suppressed_and_what_cannot_be_turned_off_is_not()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var (ana, maria) = (await agency.Agent(), await agency.Applicant());
        var chosen = await Choose(ana, ("booking_confirmed", "mail", false), ("booking_confirmed", "inbox", false), ("booking_confirmed", "live", false));
        chosen.Code.ShouldBe(200);
        chosen.Body!["preferences"]!.AsArray().Single(one => (string?)one!["kind"] == "booking_confirmed" && (string?)one["channel"] == "mail")!["wanted"]!
            .GetValue<bool>().ShouldBeFalse();
        await maria.Books((await ana.Opens(await ana.CreatesProperty(), agency.Tomorrow())).Id);
        await Quiet.Down(desk);

        (await desk.Deliveries("booking_confirmed")).Count(delivery => delivery.EndsWith("suppressed turned_off", StringComparison.Ordinal)).ShouldBe(3);
        (await ana.Get("me/notices")).Body!["notices"]!.AsArray().Select(one => (string?)one!["kind"]).ShouldBe(["welcome"]);
        var refused = await Choose(ana, ("invitation", "mail", false), ("nothing", "mail", false), ("invitation", "push", true));
        (refused.Code, refused.Body!["errors"]!.AsObject().Select(error => error.Key)).ShouldSatisfyAllConditions(
            answer => answer.Code.ShouldBe(422),
            answer => answer.Item2.ShouldBe(["preferences.0.wanted", "preferences.1.kind", "preferences.2.channel"]));
    }

    [Fact]
    public async Task A_device_moves_to_whoever_registers_it_and_only_its_owner_unregisters_it()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var (ana, rui) = (await agency.Agent("Ana"), await agency.Agent("Rui"));
        var first = await ana.Post("me/devices", new { platform = "android", push_token = "a-token" });
        var again = await ana.Post("me/devices", new { platform = "android", push_token = "a-token" });
        (first.Code, again.Code, again.Id).ShouldBe((201, 200, first.Id));
        first.Body!.ToJsonString().ShouldNotContain("a-token");

        (await rui.Delete($"me/devices/{first.Id}")).Refusal.ShouldBe("no_such_device");
        var moved = await rui.Post("me/devices", new { platform = "android", push_token = "a-token" });

        moved.Code.ShouldBe(201);
        moved.Id.ShouldNotBe(first.Id, "what was on its way to Ana's device must not reach Rui's");
        (await ana.Get("me/devices")).Body!["devices"]!.AsArray().ShouldBeEmpty();
        (await rui.Get("me/devices")).Body!["devices"]!.AsArray().Count.ShouldBe(1);
        (await rui.Delete($"me/devices/{moved.Id}")).Code.ShouldBe(204);
        (await desk.Texts("SELECT count(*)::text FROM accounts.devices")).ShouldBe(["0"]);
        (await desk.Texts("SELECT coalesce(before::text, '') || coalesce(after::text, '') FROM events.log")).ShouldAllBe(text => !text.Contains("a-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_token_registered_by_many_at_once_is_one_device_and_nobody_has_more_than_fifty()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var people = await agency.Agents(8);
        var answers = await Task.WhenAll(people.Select(person => person.Post("me/devices", new { platform = "web", push_token = "shared" })));
        answers.ShouldAllBe(answer => answer.Code == 201);
        (await desk.Texts("SELECT count(*)::text FROM accounts.devices")).ShouldBe(["1"]);

        for (var n = 0; n < 50; n++)
        {
            (await agency.Owner.Post("me/devices", new { platform = "web", push_token = $"token-{n}" })).Code.ShouldBe(201);
        }

        (await agency.Owner.Post("me/devices", new { platform = "web", push_token = "one too many" })).Code.ShouldBe(422);
        (await agency.Owner.Post("me/devices", new { platform = "web", push_token = "one-too-many" })).Refusal.ShouldBe("too_many_devices");
        (await agency.Owner.Post("me/devices", new { platform = "web", push_token = "token-7" })).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Erasing_a_person_takes_all_of_it_and_exporting_shows_it()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent("Ana Erased");
        await ana.Post("me/devices", new { platform = "web", push_token = "secret-token" });
        await Choose(ana, ("welcome", "mail", false));
        await Quiet.Down(desk);
        var person = Guid.Parse((await desk.Texts("SELECT id::text FROM accounts.people WHERE name = 'Ana Erased'"))[0]);
        var held = desk.Services.GetServices<Accounts.People.IPersonalData>().OfType<Accounts.Notices.NoticesOfPerson>().Single();
        var exported = new Dictionary<string, string>();
        await foreach (var file in held.Export(person, default))
        {
            using var stream = new MemoryStream();
            await file.Write(stream, default);
            exported[file.Path] = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }

        exported.Keys.ShouldBe(["accounts/notices.json", "accounts/devices.json", "accounts/notice-preferences.json"]);
        exported["accounts/devices.json"].ShouldContain("secret-token");
        exported["accounts/notices.json"].ShouldContain("welcome");

        await using (var connection = await desk.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await held.Erase(person, transaction, default);
            await transaction.CommitAsync();
        }

        (await desk.Texts($"""
            SELECT 'left' FROM accounts.notices WHERE person_id = '{person}' UNION ALL SELECT 'left' FROM accounts.devices WHERE person_id = '{person}'
            UNION ALL SELECT 'left' FROM accounts.notice_preferences WHERE person_id = '{person}'
            UNION ALL SELECT 'left' FROM accounts.development_mail WHERE address = (SELECT email FROM accounts.people WHERE id = '{person}')
            """)).ShouldBeEmpty();
    }

    private static Task<Answer> Choose(Person person, params (string Kind, string Channel, bool Wanted)[] choices) => person.Send(
        HttpMethod.Put, "me/notice-preferences",
        System.Net.Http.Json.JsonContent.Create(new { preferences = choices.Select(choice => new { kind = choice.Kind, channel = choice.Channel, wanted = choice.Wanted }) }));
}
