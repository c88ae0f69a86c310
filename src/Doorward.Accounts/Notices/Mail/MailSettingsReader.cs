using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Platform.Configuration;
using Doorward.Platform.Http;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>An account with Mailjet.</summary>
/// <param name="Url">Its API; another one only in tests.</param>
/// <param name="WebhookSecret">The password with which Mailjet's events come; null when none are wanted.</param>
public sealed record MailjetAccount(string Key, string Secret, Uri Url, string? WebhookSecret)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => Url.ToString();
}

/// <summary>Reads DOORWARD_MAIL__…</summary>
internal sealed class MailSettingsReader(Settings settings)
{
    private const string SmtpHost = "mail:smtp:host";
    private const string MailjetKey = "mail:mailjet:key";
    private const int ShortestSecret = 16;

    public SmtpServer? Smtp()
    {
        var host = settings.Text(SmtpHost);
        var security = settings.OneOf("mail:smtp:security", "starttls", "starttls", "tls", "none");
        var port = settings.WholeNumber("mail:smtp:port", security switch { "tls" => 465, "none" => 25, _ => 587 }, 1, 65535);
        var (user, password) = (settings.Text("mail:smtp:user"), settings.Text("mail:smtp:password"));
        var roots = settings.Text("mail:smtp:trusted_roots");
        if (host is null)
        {
            return null;
        }

        Pair("mail:smtp:user", user, "mail:smtp:password", password);
        if (security == "none" && user is not null && host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            Problem("mail:smtp:security", "would send the password in the clear.", "Give starttls or tls, or leave user and password out.");
        }

        if (roots is not null && !File.Exists(roots))
        {
            Problem("mail:smtp:trusted_roots", $"the file {roots} cannot be read.", "Name a PEM file of certificates, or leave it out.");
        }

        return new SmtpServer(host, port, security, user, password, roots);
    }

    public MailjetAccount? Mailjet()
    {
        var (key, secret) = (settings.Text(MailjetKey), settings.Text("mail:mailjet:secret"));
        var url = Url("mail:mailjet:url", new Uri("https://api.mailjet.com"));
        var webhook = settings.Text("mail:mailjet:webhook_secret");
        Pair(MailjetKey, key, "mail:mailjet:secret", secret);
        if (webhook?.Length < ShortestSecret)
        {
            Problem("mail:mailjet:webhook_secret", "is too short to be one.", $"Give at least {ShortestSecret} characters that nobody guesses, such as the output of: openssl rand -hex 24");
        }

        if (key is null || secret is null)
        {
            return null;
        }

        if (settings.Text(SmtpHost) is not null)
        {
            Problem(MailjetKey, "is set beside a mail server, and mail can leave by one way only.", $"Leave out {Settings.VariableOf(SmtpHost)} or {Settings.VariableOf(MailjetKey)}.");
        }

        return new MailjetAccount(key, secret, url, webhook);
    }

    public string? From(bool isNeeded)
    {
        var from = settings.Text("mail:from");
        if (from is null ? isNeeded : !EmailAddress.IsWellFormed(from))
        {
            Problem("mail:from", from is null ? "is missing: somebody must have sent the mails." : "is no e-mail address.", "Give the address that your mails come from, such as frontdesk@example.com.");
        }

        return from;
    }

    /// <summary>An http or https address without query; the fallback where none is set.</summary>
    public Uri Url(string name, Uri fallback)
    {
        if (settings.Text(name) is not { } text)
        {
            return fallback;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
        {
            return url;
        }

        Problem(name, "is no address of the web.", "Write it as https://desk.example.com.");
        return fallback;
    }

    private void Pair(string first, string? one, string second, string? other)
    {
        if (one is null != other is null)
        {
            var (missing, there) = one is null ? (first, second) : (second, first);
            Problem(missing, $"is missing beside {Settings.VariableOf(there)}.", "Set both or neither.");
        }
    }

    private void Problem(string name, string wrong, string remedy) => settings.Problems.Add(Settings.VariableOf(name), wrong, remedy);
}
