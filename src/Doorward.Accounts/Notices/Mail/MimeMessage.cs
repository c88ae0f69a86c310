using System.Globalization;
using System.Text;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>
/// A mail as SMTP carries it (RFC 5322, 2045, 2046). Every line is short and 7-bit, so no server need be asked what it can take; the same mail is
/// the same bytes at every attempt. A calendar entry is one more alternative, which is where calendars look for it (RFC 6047).
/// </summary>
internal static class MimeMessage
{
    public static byte[] Write(MailMessage mail)
    {
        var boundary = $"doorward-{mail.Id:N}";
        var text = new StringBuilder();
        Field($"Date: {mail.Date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000");
        Field(HeaderText.Address("From", mail.From));
        Field(HeaderText.Address("To", mail.To));
        Field(HeaderText.Unstructured("Subject", mail.Subject));
        Field($"Message-ID: <{HeaderText.OnlyAddress(mail.MessageId)}>");
        foreach (var (name, value) in mail.Marks())
        {
            Field($"{name}: {value}");
        }

        Field($"Content-Language: {mail.Language}");
        Field("MIME-Version: 1.0");
        Field($"Content-Type: multipart/alternative; boundary=\"{boundary}\"");
        Field("");
        Part("text/plain; charset=utf-8", mail.Text);
        Part("text/html; charset=utf-8", mail.Html);
        if (mail.Calendar is { } calendar)
        {
            Part($"text/calendar; charset=utf-8; method={calendar.Method}", calendar.Text);
        }

        Field($"--{boundary}--");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Field(string line) => text.Append(line).Append("\r\n");

        void Part(string type, string content)
        {
            Field($"--{boundary}");
            Field($"Content-Type: {type}");
            Field("Content-Transfer-Encoding: base64");
            Field("");
            Field(Convert.ToBase64String(Encoding.UTF8.GetBytes(content), Base64FormattingOptions.InsertLineBreaks));
        }
    }
}
