using System.Text;

namespace Doorward.Accounts.Notices.Mail.Smtp;

/// <summary>
/// Submits mails over SMTP (RFC 5321, 6409): one connection a mail. A server's permanent no to the mail is final; its no to us (who we are, how we
/// sign in) is the operator's to mend, so it is tried again. When the connection ends after the mail and before the answer, nobody knows: it is sent
/// again, with the same Message-ID.
/// </summary>
internal sealed class SmtpSender(SmtpServer server) : IMailSender
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    public string Provider => "smtp";

    public async Task<SendResult> Send(MailMessage mail, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            await using var connection = await SmtpConnection.Open(server, limit.Token);
            return await Greet(connection, limit.Token) ?? await Submit(connection, mail, limit.Token);
        }
        catch (SmtpBroken broken)
        {
            return new SendResult.Later(broken.Reason);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult.Later("smtp_too_slow");
        }
    }

    private async Task<SendResult?> Greet(SmtpConnection connection, CancellationToken cancellation)
    {
        var greeting = await connection.Hear(cancellation);
        if (!greeting.IsPositive)
        {
            return new SendResult.Later(greeting.Reason);
        }

        if (await Hello(connection, cancellation) is { } refused)
        {
            return refused;
        }

        if (server.Protection is SmtpSecurity.StartTls)
        {
            var ready = await connection.Ask("STARTTLS", cancellation);
            if (ready.Code != 220)
            {
                return new SendResult.Later($"no_starttls_{ready.Reason}");
            }

            await connection.Encrypt(cancellation);
            if (await Hello(connection, cancellation) is { } again)
            {
                return again;
            }
        }

        return server.User is null ? null : await SignIn(connection, cancellation);
    }

    private static async Task<SendResult?> Hello(SmtpConnection connection, CancellationToken cancellation)
    {
        var hello = await connection.Ask($"EHLO {Ourselves()}", cancellation);
        connection.Extensions = hello.IsPositive ? hello.Lines : [];
        return hello.IsPositive ? null : new SendResult.Later(hello.Reason);
    }

    // RFC 4954
    private async Task<SendResult?> SignIn(SmtpConnection connection, CancellationToken cancellation)
    {
        var ways = connection.Extensions.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ') ?? [];
        SmtpReply reply;
        if (ways.Contains("PLAIN"))
        {
            reply = await connection.Ask($"AUTH PLAIN {Base64($"\0{server.User}\0{server.Password}")}", cancellation);
        }
        else if (ways.Contains("LOGIN"))
        {
            reply = await connection.Ask("AUTH LOGIN", cancellation);
            reply = reply.Code == 334 ? await connection.Ask(Base64(server.User!), cancellation) : reply;
            reply = reply.Code == 334 ? await connection.Ask(Base64(server.Password ?? ""), cancellation) : reply;
        }
        else
        {
            return new SendResult.Later("smtp_no_way_to_sign_in");
        }

        return reply.Code == 235 ? null : new SendResult.Later($"sign_in_{reply.Reason}");
    }

    private static async Task<SendResult> Submit(SmtpConnection connection, MailMessage mail, CancellationToken cancellation)
    {
        var isWide = mail.From.NeedsUtf8 || mail.To.NeedsUtf8;
        if (isWide && !connection.Extensions.Any(line => line.Equals("SMTPUTF8", StringComparison.OrdinalIgnoreCase)))
        {
            return new SendResult.Refused("smtp_server_knows_only_ascii_addresses");
        }

        var from = await connection.Ask($"MAIL FROM:<{HeaderText.OnlyAddress(mail.From.WireAddress)}>{(isWide ? " SMTPUTF8 BODY=8BITMIME" : "")}", cancellation);
        if (!from.IsPositive)
        {
            return No(from);
        }

        var to = await connection.Ask($"RCPT TO:<{HeaderText.OnlyAddress(mail.To.WireAddress)}>", cancellation);
        if (!to.IsPositive)
        {
            return No(to);
        }

        var go = await connection.Ask("DATA", cancellation);
        if (go.Code != 354)
        {
            return No(go);
        }

        var taken = await connection.Ask(Stuffed(MimeMessage.Write(mail)), cancellation);
        if (!taken.IsPositive)
        {
            return No(taken);
        }

        try
        {
            await connection.Ask("QUIT", cancellation);
        }
        catch (SmtpBroken)
        {
            // It has the mail; how it says goodbye is its own affair.
        }

        return new SendResult.Sent(mail.MessageId);
    }

    // 421 and every 4yz: not now. 5yz: never.
    private static SendResult No(SmtpReply reply) =>
        reply.Code >= 500 ? new SendResult.Refused(reply.Reason, reply.IsDeadAddress) : new SendResult.Later(reply.Reason);

    // RFC 5321, 4.5.2: a line that begins with a dot gets one more, and a dot alone ends the mail
    private static byte[] Stuffed(byte[] mail)
    {
        var stuffed = new List<byte>(mail.Length + 16);
        var isFirst = true;
        foreach (var octet in mail)
        {
            if (isFirst && octet == '.')
            {
                stuffed.Add((byte)'.');
            }

            stuffed.Add(octet);
            isFirst = octet == '\n';
        }

        return [.. stuffed, .. ".\r\n"u8];
    }

    private static string Ourselves()
    {
        var name = System.Net.Dns.GetHostName();
        return name.Length > 0 && name.Contains('.', StringComparison.Ordinal) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-') ? name : "[127.0.0.1]";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
