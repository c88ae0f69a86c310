using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Notices;

public sealed class MailjetWebhookTests
{
    private const string Secret = "a-secret-that-nobody-guesses";

    [Theory]
    [InlineData("sent", "", "mail delivered", "")]
    [InlineData("open", "", "mail delivered", "")]
    [InlineData("click", "", "mail delivered", "")]
    [InlineData("bounce", "hard_bounce", "mail bounced mailjet_user_unknown", "hard_bounce")]
    [InlineData("bounce", "soft", "mail bounced mailjet_quota_exceeded", "")]
    [InlineData("blocked", "preblocked", "mail bounced mailjet_preblocked", "blocked")]
    [InlineData("blocked", "spam reporter", "mail bounced mailjet_spam_reporter", "spam_complaint")]
    [InlineData("blocked", "content blocked", "mail bounced mailjet_content_blocked", "")]
    [InlineData("blocked", "duplicate in campaign", "mail sent", "")]
    [InlineData("spam", "", "mail sent", "spam_complaint")]
    [InlineData("unsub", "", "mail sent", "unsubscribed")]
    [InlineData("something new", "", "mail sent", "")]
    public async Task Every_event_means_what_it_means_however_often_it_is_told(string kind, string error, string state, string suppressed)
    {
        await using var mailjet = await Taking();
        await using var desk = await Open(mailjet);
        var (delivery, address) = await Welcomed(desk);
        var told = Event(delivery, address, kind, error switch { "hard_bounce" => "user unknown", "soft" => "quota exceeded", _ => error }, error == "hard_bounce");

        for (var time = 0; time < 3; time++)
        {
            (await Tell(desk, new JsonArray(told.DeepClone(), told.DeepClone()))).ShouldBe(200);
        }

        (await Tell(desk, told)).ShouldBe(200, "a single event without its array");
        (await desk.Deliveries("welcome", "mail")).ShouldBe([state]);
        string.Join(',', await desk.Texts("SELECT reason FROM accounts.suppressed_addresses")).ShouldBe(suppressed);
        (await desk.Texts("SELECT reason || digest::text FROM accounts.suppressed_addresses")).ShouldAllBe(text => !text.Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bounce_outlasts_an_arrival_in_whichever_order_they_are_told()
    {
        await using var mailjet = await Taking();
        await using var desk = await Open(mailjet);
        var (delivery, address) = await Welcomed(desk);
        (await Tell(desk, new JsonArray(Event(delivery, address, "bounce", "user unknown", true), Event(delivery, address, "sent", "", false)))).ShouldBe(200);
        (await Tell(desk, new JsonArray(Event(delivery, address, "open", "", false)))).ShouldBe(200);

        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail bounced mailjet_user_unknown"]);
    }

    [Fact]
    public async Task What_it_says_of_a_mail_that_we_did_not_write_down_is_believed()
    {
        await using var mailjet = await Taking();
        mailjet.IsCutting = true;
        await using var desk = await Open(mailjet);
        var (delivery, address) = await Welcomed(desk);
        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail queued mailjet_unreachable"]);

        (await Tell(desk, new JsonArray(Event(delivery, address, "sent", "", false)))).ShouldBe(200);
        mailjet.Calls.Clear();
        await desk.Hurry();

        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail delivered"]);
        mailjet.Calls.ShouldAllBe(call => !call.Body.Contains(delivery), "it had arrived already");
    }

    [Fact]
    public async Task Nobody_else_tells_and_nonsense_changes_nothing()
    {
        await using var mailjet = await Taking();
        await using var desk = await Open(mailjet);
        var (delivery, address) = await Welcomed(desk);
        var bounce = new JsonArray(Event(delivery, address, "bounce", "user unknown", true));
        foreach (var authorization in new[] { null, "Basic", "Basic !!", $"Basic {Base64("x:wrong")}", $"Basic {Base64(Secret)}", $"Bearer {Secret}", $"Basic {new string('A', 4000)}" })
        {
            (await Tell(desk, bounce, authorization)).ShouldBe(401, authorization);
        }

        foreach (var nonsense in new[]
        {
            "[]", "{}", "null", "7", "\"x\"", "[null, 7, []]", """[{"event":"bounce"}]""", $$"""[{"event":"bounce","CustomID":"{{delivery}}"}]""",
            $$"""[{"event":"bounce","CustomID":"{{delivery}}","time":"x","email":"a@b.example"}]""", $$"""[{"event":7,"CustomID":"{{delivery}}","time":1,"email":"a@b.example"}]""",
            $$"""[{"event":"bounce","CustomID":"{{delivery}}","time":99999999999999,"email":"a@b.example"}]""",
            $$"""[{"event":"bounce","CustomID":"{{Guid.CreateVersion7()}}","time":1433333949,"email":"{{address}}","hard_bounce":true}]""",
        })
        {
            (await Tell(desk, nonsense)).ShouldBe(200, nonsense);
        }

        (await Tell(desk, "[{")).ShouldBe(400);
        (await Tell(desk, new string(' ', 1_100_000))).ShouldBe(413);
        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail sent"]);
        (await desk.Texts("SELECT reason FROM accounts.suppressed_addresses")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_door()
    {
        await using var desk = await Desk.Open();
        (await Tell(desk, new JsonArray())).ShouldBe(404);
    }

    private static JsonObject Event(string delivery, string address, string kind, string error, bool hard) => new()
    {
        ["event"] = kind, ["time"] = 1433333949, ["MessageID"] = 19421777835146490, ["Message_GUID"] = "1ab23cd4", ["email"] = address, ["mj_campaign_id"] = 7257,
        ["customcampaign"] = delivery, ["CustomID"] = delivery, ["Payload"] = "", ["blocked"] = false, ["hard_bounce"] = hard, ["error_related_to"] = "recipient",
        ["error"] = error, ["comment"] = $"{address} said no",
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Task<int> Tell(Desk desk, JsonNode body) => Tell(desk, body.ToJsonString());

    private static Task<int> Tell(Desk desk, JsonNode body, string? authorization) => Tell(desk, body.ToJsonString(), authorization);

    private static Task<int> Tell(Desk desk, string body) => Tell(desk, body, $"Basic {Base64($"doorward:{Secret}")}");

    private static async Task<int> Tell(Desk desk, string body, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(desk.Address, "/hooks/mailjet")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.ExpectContinue = body.Length > 60_000;
        using var response = await desk.Http.SendAsync(request, CancellationToken.None);
        return (int)response.StatusCode;
    }

    private static async Task<(string Delivery, string Address)> Welcomed(Desk desk)
    {
        var agency = await Agency.Open(desk);
        await agency.Agent();
        await Quiet.Down(desk);
        return ((await desk.Texts("SELECT d.id::text FROM accounts.notice_deliveries d JOIN accounts.notices n ON n.id = d.notice_id WHERE n.kind = 'welcome' AND d.channel = 'mail'")).Single(),
            (await desk.Texts("SELECT email FROM accounts.people WHERE name = 'Ana Agent'")).Single());
    }

    private static async Task<Provider> Taking()
    {
        var mailjet = await Provider.Start();
        mailjet.Answer = _ => (200, """{"Messages":[{"Status":"success","To":[{"MessageUUID":"cb92"}]}]}""", null);
        return mailjet;
    }

    private static Task<Desk> Open(Provider mailjet) => Desk.Open(notices: new NoticeSettings
    {
        Mailjet = new MailjetAccount("key", "secret", mailjet.Address, Secret), FromAddress = "desk@example.com",
    });
}
