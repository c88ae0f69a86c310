using System.Text.Json.Nodes;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>What waited to be sent until it was no longer so is not sent, and the delivery says why. The mail server puts every first attempt off.</summary>
[Trait(TestBus.Trait, TestBus.Both)]
public sealed class GoneTests
{
    private const string PutOff = "mail queued smtp_451";

    [Fact]
    public async Task An_invitation_that_was_taken_back_used_or_sent_again()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var (revoked, used, again) = (await Invite(agency, 1), await Invite(agency, 2), await Invite(agency, 3));
        (await desk.Deliveries("invitation")).ShouldBe([PutOff, PutOff, PutOff]);

        (await agency.Owner.Delete($"invitations/{revoked.Body!["id"]}")).Code.ShouldBe(204);
        (await new Person(desk, null).Post("invitations/sign-up", new { token = (string)used.Body!["token"]!, name = "Rui" })).Code.ShouldBe(201);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        (await agency.Owner.Send(HttpMethod.Post, $"invitations/{again.Body!["id"]}/resend")).Code.ShouldBe(200);
        await Quiet.Down(desk);
        await desk.Hurry();

        (await desk.Deliveries("invitation")).ShouldBe(
            ["mail suppressed invitation_revoked", "mail suppressed invitation_used", "mail suppressed invitation_sent_again", PutOff], ignoreOrder: true);
        (await desk.Texts("""
            SELECT d.attempts::text FROM accounts.notice_deliveries d JOIN accounts.notices n ON n.id = d.notice_id
            WHERE n.kind = 'invitation' AND d.state = 'suppressed'
            """)).ShouldAllBe(attempts => attempts == "1");
    }

    [Fact]
    public async Task A_link_to_a_new_password_that_was_used()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        await (await Agency.Open(desk)).Agent("Ana Agent");
        await Quiet.Down(desk);
        await desk.Do("UPDATE accounts.people SET email = 'rcpt-451@example.com' WHERE name = 'Ana Agent'");
        await desk.Do("""
            WITH asked AS (
                INSERT INTO accounts.resets (id, person_id, token_digest, created_at, expires_at)
                SELECT platform.uuid_v7(), id, sha256(id::text::bytea), now(), now() + interval '1 hour' FROM accounts.people WHERE name = 'Ana Agent'
                RETURNING id, person_id, expires_at
            )
            INSERT INTO events.log (type, actor_id, subject_id, after)
            SELECT 'reset.created', person_id, id, jsonb_build_object('person_id', person_id, 'expires_at', expires_at) FROM asked
            """);
        (await desk.Deliveries("reset")).ShouldBe([PutOff]);

        await desk.Do("UPDATE accounts.resets SET used_at = now()");
        await desk.Hurry();

        (await desk.Deliveries("reset")).ShouldBe(["mail suppressed reset_used"]);
    }

    [Fact]
    public async Task A_visit_that_was_called_off()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var (ana, maria) = (await agency.Agent(), await agency.Applicant("Maria Alves"));
        (await maria.Get("bookings")).Code.ShouldBe(200);
        await desk.Do("UPDATE accounts.people SET email = 'rcpt-451@example.com' WHERE name = 'Maria Alves'");
        var booking = await maria.Books((await ana.Opens(await ana.CreatesProperty(), agency.Tomorrow())).Id);
        (await desk.Deliveries("booking_confirmed", "mail")).ShouldBe(["mail sent", PutOff], ignoreOrder: true);

        await maria.CancelsBooking(booking.Id);
        await desk.Hurry();

        (await desk.Deliveries("booking_confirmed", "mail")).ShouldBe(["mail sent", "mail suppressed booking_cancelled"], ignoreOrder: true);
        (await desk.Deliveries("booking_cancelled", "mail")).ShouldBe(["mail sent"]);
    }

    [Theory]
    [InlineData("mutation { rejectReply(draftId: \"DRAFT\") { id } }")]
    [InlineData("mutation { sendReply(conversationId: \"CONVERSATION\", body: \"On Tuesday.\") { id } }")]
    [InlineData("mutation { ingestMessage(input: { conversationId: \"CONVERSATION\", body: \"How much is the deposit?\" }) { id } }")]
    public async Task A_draft_that_somebody_decided_or_that_a_newer_message_made_obsolete(string decided)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        await desk.Do("UPDATE accounts.people SET email = 'rcpt-451@example.com' WHERE name = 'Olga Owner'");
        var message = await agency.Owner.Asks("mutation { ingestMessage(input: { body: \"I want to speak to a human.\" }) { conversation { id } } }");
        await Eventually.So("the owner is called", async () => await desk.Deliveries("draft_escalated", "mail") is [PutOff]);
        await desk.Hurry();
        (await desk.Deliveries("draft_escalated", "mail")).ShouldBe([PutOff], "it still waits for somebody");

        (await agency.Owner.Asks(decided
            .Replace("DRAFT", (await desk.Texts("SELECT id::text FROM support.drafts")).Single(), StringComparison.Ordinal)
            .Replace("CONVERSATION", (string?)message.Only!["conversation"]!["id"], StringComparison.Ordinal))).Refusal.ShouldBeNull();
        await desk.Hurry();

        (await desk.Deliveries("draft_escalated", "mail"))[0].ShouldBe("mail suppressed draft_decided");
        (await desk.Texts("""
            SELECT d.attempts::text FROM accounts.notice_deliveries d JOIN accounts.notices n ON n.id = d.notice_id
            WHERE n.kind = 'draft_escalated' AND d.channel = 'mail' ORDER BY n.id
            """))[0].ShouldBe("2");
    }

    private static Task<Answer> Invite(Agency agency, int n) =>
        agency.Owner.Post("invitations", new { email = $"rcpt-451@{n}.{agency.Slug[..20]}.example", role = "agent" });

    private static Task<Desk> Open(MailServer server) => Desk.Open(notices: new NoticeSettings
    {
        Smtp = new SmtpServer("127.0.0.1", server.Port, "none", null, null, null), FromAddress = "desk@example.com", PublicUrl = new Uri("https://desk.example.com"),
    });
}
