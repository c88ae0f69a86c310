using Dapper;
using Npgsql;

namespace Doorward.Accounts.Notices.Mail.Development;

/// <summary>Where mail goes while nobody is configured to send it: kept in the database, to be looked at on this machine. It is not shown as sent.</summary>
internal sealed class DevelopmentMailbox : IMailSender
{
    public string Provider => "development_mailbox";

    public Task<SendResult> Send(MailMessage mail, CancellationToken cancellation) =>
        Task.FromResult<SendResult>(new SendResult.Kept("kept_in_development_mailbox"));

    /// <summary>Keeps a mail, in the transaction that says so.</summary>
    public static Task Keep(MailMessage mail, NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition("""
            INSERT INTO accounts.development_mail (id, address, subject, html, message, stored_at)
            SELECT @Id, @Address, @Subject, @Html, @message, @now WHERE EXISTS (SELECT FROM accounts.notice_deliveries WHERE id = @Id)
            ON CONFLICT (id) DO NOTHING
            """, new { mail.Id, mail.To.Address, mail.Subject, mail.Html, message = MimeMessage.Write(mail), now }, cancellationToken: cancellation));
}
