using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Accounts.Notices.Push;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Platform.Configuration;
using Doorward.Platform.Http;

namespace Doorward.Accounts.Notices;

/// <summary>How notices leave this installation. With nothing set, mail is kept in the development mailbox and nothing is pushed.</summary>
public sealed record NoticeSettings
{
    /// <summary>Where people reach Doorward: what links in mails begin with.</summary>
    public Uri PublicUrl { get; init; } = new("http://localhost:8080");

    /// <summary>The language of people who have chosen none.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whose name and address mails come from.</summary>
    public string FromName { get; init; } = "Doorward";

    public string FromAddress { get; init; } = "doorward@localhost.localdomain";

    /// <summary>A mail server; null for none.</summary>
    public SmtpServer? Smtp { get; init; }

    /// <summary>A Mailjet account; null for none.</summary>
    public MailjetAccount? Mailjet { get; init; }

    /// <summary>A Firebase project that pushes; null for none.</summary>
    public FcmAccount? Fcm { get; init; }

    /// <summary>Reads DOORWARD_PUBLIC_URL, DOORWARD_MAIL__… and DOORWARD_PUSH__…; what is wrong with them is among the settings' problems.</summary>
    public static NoticeSettings Read(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var usual = new NoticeSettings();
        var mail = new MailSettingsReader(settings);
        var (smtp, mailjet) = (mail.Smtp(), mail.Mailjet());
        return new NoticeSettings
        {
            PublicUrl = mail.Url("public_url", usual.PublicUrl),
            Language = settings.OneOf("mail:language", usual.Language, [.. Rendering.Language.All.Select(language => language.Code)]),
            FromName = settings.Text("mail:from_name", usual.FromName),
            FromAddress = mail.From(isNeeded: smtp is not null || mailjet is not null) ?? usual.FromAddress,
            Smtp = smtp,
            Mailjet = mailjet,
            Fcm = FcmAccount.Read(settings),
        };
    }
}
