using System.Text;
using System.Text.Json.Nodes;
using Doorward.Testing;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Smtp;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>What people may call themselves, and what must not come of it. Read by parsers that are not ours.</summary>
public sealed class MailTextTests
{
    [Theory]
    [InlineData("Maria\r\nBcc: everybody@example.com")]
    [InlineData("Maria\nX-Evil: yes\n\nbody")]
    [InlineData("Maria\u2028Bcc: x@example.com")]
    [InlineData("Maria\" <other@example.com>, \"x")]
    [InlineData("=?utf-8?B?DQpCY2M6IHhAZXhhbXBsZS5jb20=?=")]
    [InlineData("Maria\\")]
    [InlineData("José\0Álvares")]
    public async Task Names_and_subjects_add_no_header_and_no_recipient(string evil)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        var sender = new SmtpSender(new SmtpServer("127.0.0.1", server.Port, "none", null, null, null));

        (await sender.Send(Mails.To("maria@example.com", name: evil, subject: $"Visit of {evil}", fromName: evil), default)).ShouldBeOfType<SendResult.Sent>();
        (await sender.Send(Mails.To("maria@example.com"), default)).ShouldBeOfType<SendResult.Sent>();

        var (got, plain) = (server.Mails[0], server.Mails[1]);
        ((int)got["headerCount"]!).ShouldBe((int)plain["headerCount"]!);
        got["headers"]!["bcc"].ShouldBeNull();
        got["headers"]!["x-evil"].ShouldBeNull();
        ((string?)got["to"]).ShouldBe("maria@example.com");
        ((string?)got["text"]).ShouldBe((string?)plain["text"]);
        ((string?)got["toName"]).ShouldBe(OneLine(evil), "the name itself arrives, on one line");
        ((string?)got["subject"]).ShouldBe(OneLine($"Visit of {evil}"));
    }

    [Fact]
    public void An_address_that_could_end_itself_is_never_written()
    {
        foreach (var address in new[] { "a@b.example>\r\nRCPT TO:<c@d.example", "a b@c.example", "a@b.example,c@d.example", "<a@b.example", "\"a\"@b.example" })
        {
            Should.Throw<ArgumentException>(() => HeaderText.OnlyAddress(address));
        }
    }

    [Fact]
    public async Task Long_words_of_every_script_come_back_whole_from_short_lines()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        var sender = new SmtpSender(new SmtpServer("127.0.0.1", server.Port, "none", null, null, null));
        var subjects = new[]
        {
            string.Join(' ', Enumerable.Repeat("ação", 60)), new string('ß', 300), string.Concat(Enumerable.Repeat("🏠👩‍👩‍👧", 40)),
            string.Join(' ', Enumerable.Repeat("plain", 60)), "日本語の件名",
        };
        foreach (var subject in subjects)
        {
            (await sender.Send(Mails.To("maria@example.com", name: subject[..Math.Min(200, subject.Length)], subject: subject), default)).ShouldBeOfType<SendResult.Sent>();
        }

        server.Mails.Select(mail => (string?)mail["subject"]).ShouldBe(subjects);
        foreach (var mail in server.Mails)
        {
            var head = ((string)mail["raw"]!).Split("\r\n\r\n")[0];
            head.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 200);
            head.Split("\r\n").Where(line => line.Contains("=?", StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 78);
        }
    }

    [Theory]
    [InlineData(false, "REQUEST", "CONFIRMED", 0)]
    [InlineData(true, "CANCEL", "CANCELLED", 1)]
    public async Task The_calendar_entry_is_what_an_independent_parser_reads(bool cancelled, string method, string status, int sequence)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        var sender = new SmtpSender(new SmtpServer("127.0.0.1", server.Port, "none", null, null, null));
        var visit = Mails.Visit(cancelled);
        var evil = "Rui \"R;,:\r\nATTENDEE:mailto:x@example.com\" 👩‍👩‍👧 " + new string('á', 80);
        var calendar = CalendarText.Write(visit, $"Visita; {evil}, 12 \\ n", new Mailbox("Casa Nova", "desk@casa-nova.example"), new Mailbox(evil, "rui@example.com"), Mails.Then);

        (await sender.Send(Mails.To("rui@example.com", calendar: calendar), default)).ShouldBeOfType<SendResult.Sent>();

        var entry = server.Mails[0]["calendar"]!;
        ((string?)entry["method"], (string?)entry["type"], (string?)entry["status"], (int)entry["sequence"]!).ShouldBe((method, method, status, sequence));
        ((string?)entry["uid"]).ShouldBe("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30@doorward");
        ((string?)entry["start"], (string?)entry["end"]).ShouldBe(("2026-11-24T09:30:00.000Z", "2026-11-24T10:00:00.000Z"));
        ((string?)entry["location"]).ShouldBe(visit.Place);
        ((string?)entry["summary"]).ShouldBe($"Visita; {OneLine(evil)}, 12 \\ n");
        ((string?)entry["attendee"], (string?)entry["organizer"]).ShouldBe(("mailto:rui@example.com", "mailto:desk@casa-nova.example"));
        ((string?)entry["attendeeName"]).ShouldBe(OneLine(evil).Replace('"', '\''));
        ((int)entry["longest"]!).ShouldBeLessThanOrEqualTo(75, "lines are folded by octets");
    }

    private static string OneLine(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"[\p{Cc}\u2028\u2029]+", " ").Trim();
}
