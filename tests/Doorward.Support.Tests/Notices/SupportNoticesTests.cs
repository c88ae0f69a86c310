using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Support.Copilot;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Support.Tests.Notices;

/// <summary>What customers and staff are told, as it arrives at a real mail server.</summary>
public sealed partial class SupportNoticesTests
{
    private const string Evil = "<b>Rui</b> & \"{{by}}\"";
    private const string Escaped = "&lt;b&gt;Rui&lt;/b&gt; &amp; &quot;{{by}}&quot;";

    [Theory]
    [InlineData("en", "You have an answer", "Hello Maria Álves,", " has answered your message.", "Turn mails of this kind off")]
    [InlineData("pt", "Tem uma resposta", "Olá Maria Álves,", " respondeu à sua mensagem.", "Deixar de receber mensagens deste tipo")]
    public async Task A_customer_is_told_who_answered_and_not_what(string language, string subject, string hello, string answered, string off)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var (rui, maria) = (await agency.Agent(Evil), await agency.Applicant("Maria Álves"));
        await Speaks(maria, language);

        (await rui.Answers((await maria.Writes("When?")).Conversation(), "On Tuesday, by the secret door.")).Refusal.ShouldBeNull();

        var mail = await Arrives(server, subject);
        ((string?)mail["toName"]).ShouldBe("Maria Álves");
        var (text, html) = (Text(mail), (string)mail["html"]!);
        text.ShouldContain(hello);
        text.ShouldContain($"{Evil}{answered}");
        html.ShouldContain(hello);
        html.ShouldContain($"{Escaped}{answered}");
        html.ShouldNotContain("<b>");
        await HasNothingRawAndOneLink(desk, language, mail, off, text, html);
        (text + html).ShouldNotContain("secret door", customMessage: "a notice may be read where the conversation may not");
    }

    [Theory]
    [InlineData("en", "A draft needs you", "Hello ", "the customer waits for somebody who knows more", "Turn mails of this kind off")]
    [InlineData("pt", "Um rascunho precisa de si", "Olá ", "o cliente espera por quem saiba mais", "Deixar de receber mensagens deste tipo")]
    public async Task Whoever_has_the_conversation_is_called_to_an_escalated_draft(string language, string subject, string hello, string waits, string off)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var desk = await Open(server);
        var agency = await Agency.Open(desk);
        var rui = await agency.Agent(Evil);
        await Speaks(rui, language);
        var message = await (await agency.Applicant("Maria Álves")).Writes("Something secret?");
        var id = (string)(await rui.Asks("{ viewer { person { id } } }")).Only!["person"]!["id"]!;
        (await agency.Owner.Does($"assign(conversationId: ID, personId: \"{id}\")", message.Conversation())).Refusal.ShouldBeNull();

        (await agency.Owner.Reviews("escalate(draftId: ID, reason: \"ask Rui\")", await agency.Draft(message))).Refusal.ShouldBeNull();

        var mail = await Arrives(server, subject);
        ((string?)mail["toName"]).ShouldBe(Evil, "and the owner is not called");
        var (text, html) = (Text(mail), (string)mail["html"]!);
        text.ShouldContain($"{hello}{Evil},");
        text.ShouldContain(waits);
        html.ShouldContain($"{hello}{Escaped},");
        html.ShouldContain(waits);
        html.ShouldNotContain("<b>");
        await HasNothingRawAndOneLink(desk, language, mail, off, text, html);
        (text + html).ShouldNotContain("secret");
        (text + html).ShouldNotContain("ask Rui");
    }

    // The one link turns such mails off, and its page speaks the reader's language.
    private static async Task HasNothingRawAndOneLink(Desk desk, string language, JsonNode mail, string off, string text, string html)
    {
        foreach (var words in new[] { text, html })
        {
            Holes().Matches(words.Replace("{{by}}", "", StringComparison.Ordinal)).ShouldBeEmpty();
            words.ShouldContain(off);
        }

        html.ShouldContain($"<html lang=\"{language}\">");
        var link = Links().Matches(text).ShouldHaveSingleItem().Value;
        Links().Matches(html).Select(one => one.Value).ShouldBe([link]);
        ((string)mail["headers"]!["list-unsubscribe"]!).ShouldContain($"<{link}>");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, new Uri(link).PathAndQuery));
        using var page = await desk.Http.SendAsync(request, CancellationToken.None);
        (await page.Content.ReadAsStringAsync()).ShouldContain($"<html lang=\"{language}\">");
    }

    private static async Task<JsonNode> Arrives(MailServer server, string subject)
    {
        await Eventually.So($"\"{subject}\" arrives", () => server.Mails.Any(mail => (string?)mail["subject"] == subject));
        return server.Mails.Where(mail => (string?)mail["subject"] == subject).ShouldHaveSingleItem();
    }

    private static string Text(JsonNode mail) => ((string)mail["text"]!).ReplaceLineEndings("\n");

    private static async Task Speaks(Person person, string language) =>
        (await person.Send(HttpMethod.Put, "me/notice-preferences", JsonContent.Create(new { language }))).Code.ShouldBe(200);

    private static Task<Desk> Open(MailServer server) => Desk.Open(
        services: services => services.AddSingleton(new CopilotSettings(true, 86_400)), // what is drafted here the test drafts
        notices: new NoticeSettings
        {
            Smtp = new SmtpServer("127.0.0.1", server.Port, "none", null, null, null), FromAddress = "desk@example.com", PublicUrl = new Uri("https://desk.example.com"),
        });

    [GeneratedRegex(@"\{\{|\}\}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"https?://[^\s""<>]+")]
    private static partial Regex Links();
}
