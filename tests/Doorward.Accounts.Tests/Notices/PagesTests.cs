using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Platform.Configuration;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>The pages behind mails: the development mailbox, and the link that turns mails off. And the settings.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public async Task Without_a_mail_server_mails_are_kept_and_shown_on_this_machine_only()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        await agency.Agent("<b>Ana</b>");
        (await desk.Deliveries("welcome", "mail")).ShouldBe(["mail suppressed kept_in_development_mailbox"], "it was not sent, and is not shown as sent");

        var (status, list, policy) = await Get(desk, "/dev/mailbox");
        status.ShouldBe(200);
        list.ShouldContain("Welcome to Test Lettings, &lt;b&gt;Ana&lt;/b&gt;");
        list.ShouldContain("<iframe sandbox ");
        var id = Frame().Match(list).Groups[1].Value;
        (status, var html, policy) = await Get(desk, $"/dev/mailbox/{id}");
        (status, policy.StartsWith("sandbox; default-src 'none'", StringComparison.Ordinal)).ShouldBe((200, true));
        html.ShouldContain("Hello &lt;b&gt;Ana&lt;/b&gt;,");
        (status, var message, _) = await Get(desk, $"/dev/mailbox/{id}/message");
        (status, message.Contains("Message-ID: <", StringComparison.Ordinal)).ShouldBe((200, true));

        (await Get(desk, $"/dev/mailbox/{Guid.CreateVersion7()}")).Status.ShouldBe(404);
        (await Get(desk, "/dev/mailbox", ("X-Forwarded-For", "203.0.113.9"))).Status.ShouldBe(404, "a proxy speaks for somebody else");
        (await Get(desk, "/dev/mailbox", ("Host", "desk.example.com"))).Status.ShouldBe(404, "another name is another site");
    }

    [Fact]
    public async Task One_click_turns_mails_off_and_a_look_does_not()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent();
        await Quiet.Down(desk);
        var message = (await desk.Texts("SELECT convert_from(message, 'UTF8') FROM accounts.development_mail WHERE subject LIKE 'Welcome%'")).Single();
        var link = Unsubscribe().Match(message).Groups[1].Value;
        message.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");

        var (status, page, _) = await Get(desk, link);
        (status, page.Contains("<form method=\"post\">", StringComparison.Ordinal)).ShouldBe((200, true));
        (await Wanted(ana)).ShouldBeTrue("looking is not pressing");
        (await Post(desk, link)).ShouldBe(200);
        (await Post(desk, link)).ShouldBe(200);
        (await Wanted(ana)).ShouldBeFalse();

        var (path, token) = (link.Split("?token=")[0], link.Split("?token=")[1]);
        foreach (var forged in new[] { path, $"{path}?token=", $"{path}?token={token[..42]}x", $"/unsubscribe/{Guid.CreateVersion7()}?token={token}", $"{path}?token={token}x", $"{path}?token=%00" })
        {
            (await Post(desk, forged)).ShouldBe(404, forged);
            (await Get(desk, forged)).Status.ShouldBe(404, forged);
        }
    }

    [Fact]
    public async Task One_click_turns_off_the_mails_of_one_kind_for_one_person_and_nothing_else()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Desk.Open(notices: new NoticeSettings
        {
            Smtp = new SmtpServer("127.0.0.1", server.Port, "none", null, null, null), FromAddress = "desk@example.com", PublicUrl = new Uri("https://desk.example.com"),
        });
        var agency = await Agency.Open(desk);
        var (ana, maria) = (await agency.Agent("Ana Agent"), await agency.Applicant("Maria Alves"));
        var property = await ana.CreatesProperty();
        (await maria.Books((await ana.Opens(property, agency.Tomorrow())).Id)).Outcome.ShouldBe("confirmed");
        (await agency.Owner.Post("invitations", new { email = "rui@example.com", role = "agent" })).Code.ShouldBe(201);
        await Quiet.Down(desk);

        server.Mails.ShouldAllBe(mail => (string?)mail["headers"]!["auto-submitted"] == "Auto-Submitted: auto-generated");
        var invitations = server.Mails.Where(mail => ((string)mail["subject"]!).Contains(" invites ", StringComparison.Ordinal)).ToList();
        invitations.ShouldContain(mail => (string?)mail["to"] == "rui@example.com");
        invitations.ShouldAllBe(mail => mail["headers"]!["list-unsubscribe"] == null && mail["headers"]!["list-unsubscribe-post"] == null);
        server.Mails.Except(invitations).Count().ShouldBe(4, "two welcomes, and both are told of the visit");
        server.Mails.Except(invitations).ShouldAllBe(mail => (string?)mail["headers"]!["list-unsubscribe-post"] == "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
            && SecureLink().IsMatch((string)mail["headers"]!["list-unsubscribe"]!));

        var confirmed = server.Mails.Single(mail => (string?)mail["toName"] == "Ana Agent" && ((string)mail["subject"]!).StartsWith("Visit confirmed", StringComparison.Ordinal));
        var (before, hers) = (await All(ana), await All(maria));
        (await Post(desk, SecureLink().Match((string)confirmed["headers"]!["list-unsubscribe"]!).Groups[1].Value)).ShouldBe(200);
        (await All(ana)).Except(before).ShouldBe(["booking_confirmed mail False"]);
        (await All(maria)).ShouldBe(hers);

        var again = await maria.Books((await ana.Opens(property, agency.Tomorrow(1))).Id);
        await Quiet.Down(desk); // before it is called off: who is not told by then need not be
        await maria.CancelsBooking(again.Id);
        await Quiet.Down(desk);
        server.Mails.Where(mail => (string?)mail["toName"] == "Ana Agent").Select(mail => ((string)mail["subject"]!).Split(':')[0]).Where(subject => !subject.Contains(" invites ", StringComparison.Ordinal)).Order().ShouldBe(
            ["Visit cancelled", "Visit confirmed", "Welcome to Test Lettings, Ana Agent"]);
        server.Mails.Count(mail => (string?)mail["toName"] == "Maria Alves" && ((string)mail["subject"]!).StartsWith("Visit confirmed", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void What_is_wrong_with_the_settings_is_told_all_at_once()
    {
        var (settings, problems) = Read(new()
        {
            ["DOORWARD_PUBLIC_URL"] = "desk", ["DOORWARD_MAIL__SMTP__HOST"] = "mail.example.com", ["DOORWARD_MAIL__SMTP__PORT"] = "0",
            ["DOORWARD_MAIL__SMTP__SECURITY"] = "none", ["DOORWARD_MAIL__SMTP__USER"] = "desk", ["DOORWARD_MAIL__MAILJET__KEY"] = "k",
            ["DOORWARD_MAIL__MAILJET__SECRET"] = "s", ["DOORWARD_MAIL__MAILJET__WEBHOOK_SECRET"] = "short", ["DOORWARD_MAIL__LANGUAGE"] = "xx",
            ["DOORWARD_MAIL__SMTP__TRUSTED_ROOTS"] = "/nowhere.pem", ["DOORWARD_PUSH__FCM__SERVICE_ACCOUNT"] = "/nowhere.json",
        });

        problems.All.Select(problem => problem.Setting).ShouldBe(
            [
                "DOORWARD_PUBLIC_URL", "DOORWARD_MAIL__SMTP__PORT", "DOORWARD_MAIL__SMTP__PASSWORD", "DOORWARD_MAIL__SMTP__SECURITY", "DOORWARD_MAIL__SMTP__TRUSTED_ROOTS",
                "DOORWARD_MAIL__MAILJET__WEBHOOK_SECRET", "DOORWARD_MAIL__MAILJET__KEY", "DOORWARD_MAIL__LANGUAGE", "DOORWARD_MAIL__FROM", "DOORWARD_PUSH__FCM__SERVICE_ACCOUNT",
            ], ignoreOrder: true);
        settings.ToString().ShouldNotContain("Password = desk");
    }

    [Fact]
    public void A_mail_server_is_protected_unless_it_is_said_otherwise_and_nothing_prints_its_password()
    {
        var (settings, problems) = Read(new()
        {
            ["DOORWARD_MAIL__SMTP__HOST"] = "mail.example.com", ["DOORWARD_MAIL__SMTP__USER"] = "desk", ["DOORWARD_MAIL__SMTP__PASSWORD"] = "very-secret",
            ["DOORWARD_MAIL__FROM"] = "desk@example.com",
        });

        problems.All.ShouldBeEmpty();
        (settings.Smtp!.Port, settings.Smtp.Security, settings.Mailjet, settings.Fcm).ShouldBe((587, "starttls", null, null));
        $"{settings} {settings.Smtp}".ShouldNotContain("very-secret");
        $"{new MailjetAccount("k", "very-secret", new Uri("https://x.example"), "very-secret")}".ShouldNotContain("very-secret");
        Read([]).Problems.All.ShouldBeEmpty();
    }

    private static (NoticeSettings Settings, SettingsProblems Problems) Read(Dictionary<string, string> environment)
    {
        var problems = new SettingsProblems();
        return (NoticeSettings.Read(SettingsSources.Load(environment, "/", problems)), problems);
    }

    private static async Task<bool> Wanted(Person person) => (await person.Get("me/notice-preferences")).Body!["preferences"]!.AsArray()
        .Single(one => (string?)one!["kind"] == "welcome" && (string?)one["channel"] == "mail")!["wanted"]!.GetValue<bool>();

    private static async Task<IReadOnlyList<string>> All(Person person) => [.. (await person.Get("me/notice-preferences")).Body!["preferences"]!.AsArray()
        .Select(one => $"{one!["kind"]} {one["channel"]} {(bool)one["wanted"]!}")];

    private static async Task<int> Post(Desk desk, string link)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(desk.Address, link))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]),
        };
        using var response = await desk.Http.SendAsync(request, CancellationToken.None);
        return (int)response.StatusCode;
    }

    private static async Task<(int Status, string Text, string Policy)> Get(Desk desk, string path, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, path));
        if (header is { } one)
        {
            request.Headers.TryAddWithoutValidation(one.Name, one.Value);
        }

        using var response = await desk.Http.SendAsync(request, CancellationToken.None);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? string.Join("", policy) : "");
    }

    [GeneratedRegex("src=\"/dev/mailbox/([0-9a-f-]{36})\"")]
    private static partial Regex Frame();

    [GeneratedRegex(@"List-Unsubscribe: <http://localhost:8080(/unsubscribe/[^>]+)>")]
    private static partial Regex Unsubscribe();

    [GeneratedRegex(@"^List-Unsubscribe: <https://desk\.example\.com(/unsubscribe/[^>]+)>$")]
    private static partial Regex SecureLink();
}
