using System.Text;
using System.Text.Json.Nodes;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Mailjet;

namespace Doorward.Accounts.Tests.Notices;

public sealed class MailjetSenderTests
{
    private const string Success = """{"Messages":[{"Status":"success","CustomID":"x","To":[{"Email":"maria@example.com","MessageUUID":"cb927469-36fd","MessageID":70650219165027410}]}]}""";

    [Fact]
    public async Task A_mail_carries_its_delivery_and_refuses_to_be_sent_twice()
    {
        await using var mailjet = await Provider.Start();
        mailjet.Answer = _ => (200, Success, null);
        var mail = Mails.To("maria@bücher.example", name: "Maria\r\nÁlves", calendar: new CalendarPart("REQUEST", "BEGIN:VCALENDAR"));

        (await Send(mailjet, mail)).ShouldBe(new SendResult.Sent("cb927469-36fd"));

        var call = mailjet.Calls.ShouldHaveSingleItem();
        call.Path.ShouldBe("/v3.1/send");
        call.Authorization.ShouldBe($"Basic {Convert.ToBase64String("key:secret"u8)}");
        var message = JsonNode.Parse(call.Body)!["Messages"]![0]!;
        ((string?)message["CustomID"], (string?)message["CustomCampaign"], (bool)message["DeduplicateCampaign"]!).ShouldBe((mail.Id.ToString(), mail.Id.ToString(), true));
        ((string?)message["From"]!["Email"], (string?)message["From"]!["Name"]).ShouldBe(("desk@casa-nova.example", "Casa Nova"));
        ((string?)message["To"]![0]!["Email"], (string?)message["To"]![0]!["Name"]).ShouldBe(("maria@xn--bcher-kva.example", "Maria Álves"));
        ((string?)message["Subject"], (string?)message["TextPart"], (string?)message["HTMLPart"]).ShouldBe((mail.Subject, mail.Text, mail.Html));
        message["Headers"]!.AsObject().Select(header => header.Key).ShouldBe(["Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post"]);
        ((string?)message["Attachments"]![0]!["ContentType"]).ShouldBe("text/calendar; charset=utf-8; method=REQUEST");
        Encoding.UTF8.GetString(Convert.FromBase64String((string)message["Attachments"]![0]!["Base64Content"]!)).ShouldBe("BEGIN:VCALENDAR");
    }

    /// <summary>Its table of errors, whole: the mail's own are final, those of the account and the moment are not.</summary>
    [Theory]
    [InlineData(400, "send-0003", true)]
    [InlineData(400, "send-0004", true)]
    [InlineData(403, "send-0006", false)]
    [InlineData(403, "send-0007", false)]
    [InlineData(403, "send-0008", false)]
    [InlineData(400, "send-0010", true)]
    [InlineData(400, "send-0011", true)]
    [InlineData(400, "send-0012", true)]
    [InlineData(400, "send-0013", true)]
    [InlineData(400, "send-0015", true)]
    [InlineData(400, "send-0016", true)]
    [InlineData(401, "mj-0001", false)]
    [InlineData(400, "mj-0002", true)]
    [InlineData(400, "mj-0003", true)]
    [InlineData(400, "mj-0005", true)]
    [InlineData(400, "mj-0006", true)]
    [InlineData(400, "mj-0007", true)]
    [InlineData(400, "mj-0008", true)]
    [InlineData(400, "mj-0011", true)]
    [InlineData(400, "mj-0012", true)]
    [InlineData(401, "mj-0015", false)]
    public async Task Every_error_it_defines_is_final_or_is_not(int status, string code, bool isFinal)
    {
        await using var mailjet = await Provider.Start();
        mailjet.Answer = _ => (status,
            $$"""{"Messages":[{"Status":"error","Errors":[{"ErrorIdentifier":"88b5","ErrorCode":"{{code}}","StatusCode":{{status}},"ErrorMessage":"maria@example.com is wrong","ErrorRelatedTo":["To"]}]}]}""", null);

        var result = await Send(mailjet, Mails.To("maria@example.com"));

        result.ShouldBe(isFinal ? new SendResult.Refused($"mailjet_{code}") : new SendResult.Later($"mailjet_{code}"));
    }

    [Fact]
    public async Task An_address_that_it_says_is_none_is_not_mailed_again()
    {
        await using var mailjet = await Provider.Start();
        mailjet.Answer = _ => (400, """{"Messages":[{"Status":"error","Errors":[{"ErrorCode":"mj-0013","StatusCode":400}]}]}""", null);

        (await Send(mailjet, Mails.To("maria@example.com"))).ShouldBe(new SendResult.Refused("mailjet_mj-0013", Suppress: true));
    }

    [Theory]
    [InlineData(401, """{"ErrorIdentifier":"x","ErrorCode":"mj-0015","StatusCode":401,"ErrorMessage":"keys"}""", null, "mailjet_mj-0015", null)]
    [InlineData(429, "", "120", "mailjet_http_429", 120)]
    [InlineData(429, "", "-5", "mailjet_http_429", null)]
    [InlineData(429, "", "99999999", "mailjet_http_429", 6 * 3600)]
    [InlineData(500, """{"ErrorIdentifier":"x"}""", null, "mailjet_http_500", null)]
    [InlineData(502, "<html>", null, "mailjet_http_502", null)]
    [InlineData(503, "[]", "7", "mailjet_http_503", 7)]
    [InlineData(200, "null", null, "mailjet_http_200", null)]
    [InlineData(200, """{"Messages":[]}""", null, "mailjet_http_200", null)]
    [InlineData(302, "", null, "mailjet_http_302", null)]
    public async Task What_is_no_answer_about_the_mail_is_tried_again_when_it_says(int status, string body, string? retryAfter, string reason, int? seconds)
    {
        await using var mailjet = await Provider.Start();
        mailjet.Answer = _ => (status, body, retryAfter);

        (await Send(mailjet, Mails.To("maria@example.com"))).ShouldBe(new SendResult.Later(reason, seconds is { } after ? TimeSpan.FromSeconds(after) : null));
    }

    [Fact]
    public async Task Cut_off_it_is_tried_again()
    {
        await using var mailjet = await Provider.Start();
        mailjet.IsCutting = true;

        (await Send(mailjet, Mails.To("maria@example.com"))).ShouldBe(new SendResult.Later("mailjet_unreachable"));
    }

    private static async Task<SendResult> Send(Provider mailjet, MailMessage mail)
    {
        using var clients = new Clients();
        return await new MailjetSender(new MailjetAccount("key", "secret", mailjet.Address, null), clients).Send(mail, default);
    }
}
