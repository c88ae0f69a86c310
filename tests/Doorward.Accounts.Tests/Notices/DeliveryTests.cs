using System.Text.Json.Nodes;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Accounts.Tests.Notices;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Everybody_who_joins_is_welcomed_once_by_name_on_a_real_mail_server()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent("Ana Agent");
        var maria = await agency.Applicant("Maria Álves");
        (await maria.Get("bookings")).Code.ShouldBe(200);
        for (var device = 0; device < 5; device++)
        {
            (await ana.Post("me/devices", new { platform = "android", push_token = $"{Guid.CreateVersion7()}" })).Code.ShouldBe(201);
            (await maria.Post("me/devices", new { platform = "ios", push_token = $"{Guid.CreateVersion7()}" })).Code.ShouldBe(201);
        }

        await Quiet.Down(desk);
        // All of the log once more, as after a restore: whoever was told is not told again.
        await desk.Do("UPDATE events.cursors SET tx = '0', seq = 0, lease_until = NULL, holder = NULL WHERE subscriber LIKE '%.notices'");
        await agency.Owner.CreatesProperty(); // with the next event the subscribers see that they stand elsewhere
        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail sent", "mail sent"]);

        var welcomes = server.Mails.Where(mail => ((string)mail["subject"]!).StartsWith("Welcome", StringComparison.Ordinal)).ToList();
        welcomes.Select(mail => (string?)mail["toName"]).ShouldBe(["Ana Agent", "Maria Álves"], ignoreOrder: true);
        welcomes.ShouldAllBe(mail => ((string)mail["text"]!).Contains($"Hello {(string?)mail["toName"]},"));
        welcomes.Select(mail => (string?)mail["messageId"]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Who_has_no_name_is_addressed_by_their_address()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        await desk.Do("CREATE OR REPLACE FUNCTION nameless() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := '' ''; RETURN NEW; END'; CREATE TRIGGER nameless BEFORE INSERT ON accounts.people FOR EACH ROW EXECUTE FUNCTION nameless()");
        await agency.Agent();
        await Quiet.Down(desk);

        var welcome = server.Mails.Single(mail => ((string)mail["subject"]!).StartsWith("Welcome", StringComparison.Ordinal));
        ((string)welcome["text"]!).ShouldContain($"Hello {(string?)welcome["to"]},");
    }

    [Fact]
    public async Task What_is_tried_again_is_the_same_mail_and_what_was_taken_is_sent()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var ana = await Invite(agency, $"cut-end@{agency.Slug}.example");
        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail queued smtp_cut_off"]);
        (await ana.Get("me/notices")).Body!["notices"]![0]!["deliveries"]!.AsArray().Single(one => (string?)one!["channel"] == "mail")!.ToJsonString()
            .ShouldBe("""{"channel":"mail","state":"queued","reason":"smtp_cut_off","attempts":1,"sent_at":null,"settled_at":null}""");

        await desk.Hurry();
        await desk.Do($"UPDATE accounts.people SET email = 'ok@example.com' WHERE email LIKE 'cut-end%'");
        await desk.Hurry();

        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail sent"]);
        var welcomes = server.Mails.Where(mail => ((string)mail["subject"]!).StartsWith("Welcome", StringComparison.Ordinal)).ToList();
        welcomes.Count.ShouldBe(3);
        welcomes.Select(mail => (string?)mail["messageId"]).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_permanent_no_stops_at_once_and_a_dead_address_is_not_mailed_again_until_lifted()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var address = $"rcpt-550@{agency.Slug}.example";
        await Invite(agency, address);

        // The invitation and the welcome go to one address: whichever is second may find it suppressed already.
        var tried = (await desk.Deliveries("welcome", "mail")).Concat(await desk.Deliveries("invitation", "mail")).ToList();
        tried.ShouldContain("mail failed smtp_550_5.1.1");
        tried.ShouldAllBe(delivery => delivery == "mail failed smtp_550_5.1.1" || delivery == "mail suppressed address_suppressed" || delivery == "mail suppressed invitation_used");
        (await desk.Texts("SELECT count(*)::text FROM events.jobs WHERE kind = 'notice.mail'")).ShouldBe(["0"]);
        (await desk.Texts("SELECT reason FROM accounts.suppressed_addresses")).ShouldBe(["hard_bounce"]);
        await agency.Owner.Post("invitations", new { email = address.ToUpperInvariant(), role = "agent" });
        (await desk.Deliveries("invitation")).ShouldContain("mail suppressed address_suppressed");

        var suppressed = new Accounts.Notices.Mail.SuppressedAddresses(desk.Database);
        (await suppressed.Find(address, default))!.Value.Reason.ShouldBe("hard_bounce");
        (await suppressed.Lift(address, default)).ShouldBeTrue();
        (await suppressed.Lift(address, default)).ShouldBeFalse();
        (await suppressed.Find(address, default)).ShouldBeNull();
    }

    [Fact]
    public async Task It_is_given_up_in_the_end_and_that_is_what_is_shown()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        await Invite(agency, $"rcpt-451@{agency.Slug}.example");
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await desk.Hurry();
        }

        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail failed smtp_451"]);
        (await desk.Texts("SELECT DISTINCT attempts::text FROM accounts.notice_deliveries WHERE state = 'failed'")).ShouldBe(["12"]);
        (await desk.Texts("SELECT count(*)::text FROM events.jobs WHERE kind = 'notice.mail'")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task An_invitation_is_mailed_with_its_link_and_nobody_can_turn_that_off()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        await agency.Owner.Post("invitations", new { email = "rui@example.com", role = "owner" });
        await Quiet.Down(desk);

        var mail = server.Mails.ShouldHaveSingleItem();
        ((string?)mail["subject"]).ShouldBe("Olga Owner invites you to Test Lettings");
        ((string)mail["text"]!).ShouldMatch(@"https://desk\.example\.com/invitation\?token=[A-Za-z0-9_-]{43}");
        mail["headers"]!["list-unsubscribe"].ShouldBeNull();
        (await desk.Texts("SELECT payload::text FROM events.jobs UNION ALL SELECT coalesce(after::text, '') FROM events.log"))
            .ShouldAllBe(text => !text.Contains("rui@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_password_is_mailed_to_whoever_asked_and_not_after_its_hour()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        await (await Agency.Open(desk)).Agent("Ana Agent");
        var asked = """
            WITH asked AS (
                INSERT INTO accounts.resets (id, person_id, token_digest, created_at, expires_at)
                SELECT platform.uuid_v7(), id, sha256(platform.uuid_v7()::text::bytea), now() - interval '1 hour', {0} FROM accounts.people WHERE name = 'Ana Agent'
                RETURNING id, person_id, expires_at
            )
            INSERT INTO events.log (type, actor_id, subject_id, after)
            SELECT 'reset.created', person_id, id, jsonb_build_object('person_id', person_id, 'expires_at', expires_at) FROM asked
            """;
        await desk.Do(string.Format(asked, "now() + interval '1 hour'"));
        await desk.Do(string.Format(asked, "now() - interval '1 second'"));

        (await desk.Deliveries("reset")).ShouldBe(["mail sent", "mail suppressed too_late"], ignoreOrder: true);
        var mail = server.Mails.Single(one => ((string)one["subject"]!).StartsWith("Choose", StringComparison.Ordinal));
        ((string)mail["text"]!).ShouldMatch(@"https://desk\.example\.com/reset-password\?token=[A-Za-z0-9_-]{43}");
        ((string?)mail["fromName"]).ShouldBe("Doorward");
    }

    [Fact]
    public async Task Pushes_go_to_every_device_and_never_count_as_sent_when_nobody_pushes()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent();
        (await desk.Deliveries("welcome", "push")).ShouldBe(["push suppressed no_device"]);
        await ana.Post("me/devices", new { platform = "web", push_token = "one" });
        await ana.Post("me/devices", new { platform = "web", push_token = "two" });
        var maria = await agency.Applicant();
        var slot = (await ana.Opens(await ana.CreatesProperty(), agency.Tomorrow())).Id;
        (await maria.Books(slot)).Outcome.ShouldBe("confirmed");

        (await desk.Deliveries("booking_confirmed", "push")).ShouldBe(
            ["push suppressed no_device", "push suppressed push_not_configured", "push suppressed push_not_configured"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("UPDATE accounts.notice_deliveries SET state = 'sent', sent_at = NULL, settled_at = NULL", "deliveries_sent_have_a_time")]
    [InlineData("UPDATE accounts.notice_deliveries SET state = 'queued', settled_at = NULL, sent_at = now(), provider = 'x'", "deliveries_sent_have_a_time")]
    [InlineData("UPDATE accounts.notice_deliveries SET state = 'delivered', sent_at = now(), provider = 'x', settled_at = NULL", "deliveries_settled_have_a_time")]
    [InlineData("UPDATE accounts.notice_deliveries SET state = 'failed', sent_at = NULL, settled_at = now(), reason = NULL", "deliveries_undone_have_a_reason")]
    [InlineData("UPDATE accounts.notice_deliveries SET state = 'sent', sent_at = now(), settled_at = NULL, provider = NULL", "deliveries_sent_by_someone")]
    [InlineData("UPDATE accounts.notice_deliveries SET attempts = 3, attempted_at = NULL", "deliveries_attempts")]
    [InlineData("UPDATE accounts.notices SET address = 'x@example.com'", "notices_for_one")]
    public async Task The_schema_lets_nobody_lie(string lie, string constraint)
    {
        await using var desk = await Desk.Open();
        await (await Agency.Open(desk)).Agent();
        await Quiet.Down(desk);

        (await Should.ThrowAsync<PostgresException>(() => desk.Do(lie))).ConstraintName.ShouldBe(constraint);
    }

    private static Task<Desk> Open(MailServer server) => Desk.Open(notices: new NoticeSettings
    {
        Smtp = new SmtpServer("127.0.0.1", server.Port, "none", null, null, null), FromAddress = "desk@example.com", PublicUrl = new Uri("https://desk.example.com"),
    });

    private static async Task<Person> Invite(Agency agency, string email)
    {
        var invitation = await agency.Owner.Post("invitations", new { email, role = "agent" });
        var joined = await new Person(agency.Door, null).Post("invitations/sign-up", new { token = (string)invitation.Body!["token"]!, name = "Ana Agent" });
        return new Person(agency.Door, (string)joined.Body!["token"]!);
    }
}
