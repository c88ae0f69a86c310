using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Development;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Accounts.SignIn;
using Npgsql;

namespace Doorward.Accounts.Notices.Delivery;

/// <summary>Sends a notice by mail.</summary>
internal sealed class DeliverMail(NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, LinkTokens links, IMailSender sender, TimeProvider time)
    : DeliveryJob(database, words, time)
{
    public override string Kind => "notice.mail";

    protected override string Provider => sender.Provider;

    protected override string? Unwanted(Delivery delivery) => base.Unwanted(delivery)
        ?? (string.IsNullOrEmpty(delivery.Address) ? "no_address" : delivery.IsSuppressed ? "address_suppressed" : null);

    protected override async Task<Attempt> Try(Guid id, Delivery delivery, CancellationToken cancellation)
    {
        var mail = Compose(id, delivery, await Names(delivery, cancellation));
        return new Attempt(
            await sender.Send(mail, cancellation),
            AlsoWrites: sender is DevelopmentMailbox ? (connection, stop) => DevelopmentMailbox.Keep(mail, connection, Now, stop) : null);
    }

    private MailMessage Compose(Guid id, Delivery delivery, IReadOnlyDictionary<Guid, string> names)
    {
        var kind = Words.Find(delivery.Kind)!;
        var language = NoticeWords.LanguageOf(delivery.Language, settings.Language);
        var unsubscribe = kind.CanBeTurnedOff && delivery.PersonId is not null ? UnsubscribeLink(delivery.NoticeId) : null;
        var notice = Words.Render(new NoticeToRender(
            delivery.Kind, language, delivery.Facts, names, delivery.Recipient!, delivery.Organization ?? "Doorward", settings.PublicUrl.ToString(),
            LinkOf(kind, delivery), unsubscribe?.AbsoluteUri));
        var (from, to) = (new Mailbox(delivery.Organization ?? settings.FromName, settings.FromAddress), new Mailbox(delivery.Recipient!, delivery.Address!));
        return new MailMessage(
            id, delivery.CreatedAt, from, to, notice.Subject, notice.Text, notice.Html, language.Code, unsubscribe,
            notice.Calendar is null ? null : CalendarText.Write(notice.Calendar, notice.CalendarTitle!, from, to, delivery.CreatedAt));
    }

    private Uri UnsubscribeLink(Guid notice) => new(settings.PublicUrl, $"/unsubscribe/{notice}?token={links.For("unsubscribe", notice)}");

    private string? LinkOf(NoticeKind kind, Delivery delivery) => kind.Link is not { } link ? null
        : new Uri(settings.PublicUrl, link.Path.Replace("{secret}", links.For(link.Purpose, delivery.Facts.GetProperty(link.Fact).GetGuid()), StringComparison.Ordinal)).AbsoluteUri;
}
