using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Testing;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Smtp;

namespace Doorward.Accounts.Tests.Notices;

public sealed class SmtpSenderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doorward-smtp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_mail_arrives_as_it_was_meant_and_the_same_mail_again_is_the_same()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });
        var mail = Mails.To("maria@example.com", name: "Maria \"Mia\" Álves", calendar: CalendarText.Write(
            Mails.Visit(), "Visita: Flores, 12", new Mailbox("Casa Nova", "desk@casa-nova.example"), new Mailbox("Maria \"Mia\" Álves", "maria@example.com"), Mails.Then));

        var first = await Send(server, mail);
        var again = await Send(server, mail);

        (first, again).ShouldBe((new SendResult.Sent($"{mail.Id:N}@casa-nova.example"), new SendResult.Sent($"{mail.Id:N}@casa-nova.example")));
        var got = server.Mails[0];
        ((string)server.Mails[1]["raw"]!).ShouldBe((string)got["raw"]!, "an attempt repeated is the same bytes");
        ((string?)got["messageId"]).ShouldBe($"<{mail.Id:N}@casa-nova.example>");
        ((string?)got["subject"]).ShouldBe(mail.Subject);
        ((string?)got["toName"]).ShouldBe("Maria \"Mia\" Álves");
        ((string?)got["fromName"]).ShouldBe("Casa Nova");
        ((string?)got["text"])!.ReplaceLineEndings("\n").ShouldBe(mail.Text, "dots at the beginning of lines survive");
        ((string?)got["html"])!.Trim().ShouldBe(mail.Html);
        ((string?)got["headers"]!["auto-submitted"]).ShouldBe("Auto-Submitted: auto-generated");
        ((string?)got["headers"]!["list-unsubscribe"]).ShouldBe("List-Unsubscribe: <https://desk.example.com/unsubscribe/1?token=2>");
        ((string?)got["headers"]!["list-unsubscribe-post"]).ShouldBe("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        ((string)got["raw"]!).Split("\r\n").ShouldAllBe(line => line.Length <= 998 && Ascii.IsValid(line));
        (((string?)got["calendar"]!["method"]), (string?)got["calendar"]!["type"], (int)got["calendar"]!["sequence"]!).ShouldBe(("REQUEST", "REQUEST", 0));
    }

    [Theory]
    [InlineData("rcpt-450", "smtp_450", false)]
    [InlineData("rcpt-452", "smtp_452", false)]
    [InlineData("rcpt-553", "smtp_553", true)]
    [InlineData("data-421", "smtp_421", false)]
    [InlineData("data-451", "smtp_451", false)]
    [InlineData("data-554", "smtp_554", true)]
    [InlineData("data-552", "smtp_552", true)]
    [InlineData("cut-rcpt", "smtp_cut_off", false)]
    [InlineData("cut-data", "smtp_cut_off", false)]
    [InlineData("cut-end", "smtp_cut_off", false)]
    public async Task What_the_server_says_is_final_or_is_not(string recipient, string reason, bool isFinal)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });

        var result = await Send(server, Mails.To($"{recipient}@example.com"));

        result.ShouldBe(isFinal ? new SendResult.Refused(reason) : new SendResult.Later(reason));
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_from_a_mail_that_is_unwelcome()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });

        (await Send(server, Mails.To("rcpt-550@example.com"))).ShouldBe(new SendResult.Refused("smtp_550_5.1.1", Suppress: true));
        (await Send(server, Mails.To("rcpt-551@example.com"))).ShouldBe(new SendResult.Refused("smtp_551"));
    }

    [Theory]
    [InlineData("connect", "421", "smtp_421")]
    [InlineData("connect", "554", "smtp_554")]
    [InlineData("connect", "\"cut\"", "smtp_cut_off")]
    [InlineData("from", "451", "smtp_451")]
    public async Task A_server_that_does_not_want_us_today_is_asked_again(string stage, string what, string reason)
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none", [stage] = JsonNode.Parse(what) });

        (await Send(server, Mails.To("maria@example.com"))).ShouldBe(new SendResult.Later(reason));
    }

    [Fact]
    public async Task Nobody_there_is_not_the_end()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var result = await new SmtpSender(new SmtpServer("127.0.0.1", port, "none", null, null, null)).Send(Mails.To("maria@example.com"), default);

        result.ShouldBe(new SendResult.Later("smtp_unreachable"));
    }

    [Theory]
    [InlineData("starttls", "PLAIN")]
    [InlineData("starttls", "LOGIN")]
    [InlineData("tls", "PLAIN")]
    public async Task It_signs_in_inside_of_TLS(string security, string way)
    {
        var (key, cert) = Certificate();
        await using var server = await MailServer.Start(new JsonObject { ["security"] = security, ["auth"] = way, ["key"] = key, ["cert"] = cert });
        var known = new SmtpServer("localhost", server.Port, security, "desk", "schlüssel", cert);

        (await new SmtpSender(known).Send(Mails.To("maria@example.com"), default)).ShouldBeOfType<SendResult.Sent>();
        (await new SmtpSender(known with { Password = "guess" }).Send(Mails.To("maria@example.com"), default)).ShouldBe(new SendResult.Later("sign_in_smtp_535_5.7.8"));
        (await new SmtpSender(known with { TrustedRoots = null }).Send(Mails.To("maria@example.com"), default)).ShouldBe(new SendResult.Later("smtp_tls_failed"));
        (await new SmtpSender(known with { Host = "127.0.0.1" }).Send(Mails.To("maria@example.com"), default)).ShouldBe(
            new SendResult.Later("smtp_tls_failed"), "the certificate is for another name");

        var mail = server.Mails.ShouldHaveSingleItem();
        ((bool)mail["secure"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_said_to_a_server_that_should_have_it()
    {
        await using var server = await MailServer.Start(new JsonObject { ["security"] = "none" });

        var result = await new SmtpSender(new SmtpServer("127.0.0.1", server.Port, "starttls", "desk", "schlüssel", null)).Send(Mails.To("maria@example.com"), default);

        result.ShouldBeOfType<SendResult.Later>().Reason.ShouldStartWith("no_starttls_");
        server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_slipped_in_before_TLS_ends_it()
    {
        using var middle = new TcpListener(IPAddress.Loopback, 0);
        middle.Start();
        var acting = Act(middle, ["220 hi", null!, "250-hi\r\n250 STARTTLS", null!, "220 go\r\n250 slipped in"]);

        var result = await new SmtpSender(new SmtpServer("127.0.0.1", ((IPEndPoint)middle.LocalEndpoint).Port, "starttls", null, null, null))
            .Send(Mails.To("maria@example.com"), default);

        result.ShouldBe(new SendResult.Later("smtp_said_too_much_before_tls"));
        await acting;
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("22")]
    [InlineData("999 what")]
    [InlineData("220x")]
    public async Task Another_language_is_not_understood(string greeting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var acting = Act(other, [greeting]);

        var result = await new SmtpSender(new SmtpServer("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port, "none", null, null, null))
            .Send(Mails.To("maria@example.com"), default);

        result.ShouldBe(new SendResult.Later("smtp_not_understood"));
        await acting;
    }

    [Fact]
    public async Task Addresses_of_every_script_go_where_they_can_and_nowhere_else()
    {
        await using var wide = await MailServer.Start(new JsonObject { ["security"] = "none" });
        await using var narrow = await MailServer.Start(new JsonObject { ["security"] = "none", ["ascii"] = true });

        (await Send(wide, Mails.To("josé@example.com"))).ShouldBeOfType<SendResult.Sent>();
        (await Send(narrow, Mails.To("josé@example.com"))).ShouldBe(new SendResult.Refused("smtp_server_knows_only_ascii_addresses"));
        (await Send(narrow, Mails.To("maria@bücher.example"))).ShouldBeOfType<SendResult.Sent>();

        ((string?)wide.Mails[0]["to"]).ShouldBe("josé@example.com");
        ((string?)narrow.Mails[0]["to"]).ShouldBeOneOf("maria@xn--bcher-kva.example", "maria@bücher.example");
        ((string)narrow.Mails[0]["raw"]!).ShouldContain("<maria@xn--bcher-kva.example>");
    }

    private static Task<SendResult> Send(MailServer server, MailMessage mail) =>
        new SmtpSender(new SmtpServer("127.0.0.1", server.Port, "none", null, null, null)).Send(mail, default);

    /// <summary>Says lines one after the other; null waits for one of the other side's.</summary>
    private static async Task Act(TcpListener listener, string[] script)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        foreach (var line in script)
        {
            if (line is null)
            {
                await reader.ReadLineAsync();
            }
            else
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
            }
        }
    }

    private (string Key, string Cert) Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var (keyFile, certFile) = (Path.Combine(_folder.FullName, "key.pem"), Path.Combine(_folder.FullName, "cert.pem"));
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certFile, certificate.ExportCertificatePem());
        return (keyFile, certFile);
    }
}
