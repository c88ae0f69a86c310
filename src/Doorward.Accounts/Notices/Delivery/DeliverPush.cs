using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Push;
using Doorward.Accounts.Notices.Rendering;
using Npgsql;

namespace Doorward.Accounts.Notices.Delivery;

/// <summary>Sends a notice to one device.</summary>
internal sealed class DeliverPush(NpgsqlDataSource database, NoticeWords words, NoticeSettings settings, IPushSender sender, TimeProvider time)
    : DeliveryJob(database, words, time)
{
    public override string Kind => "notice.push";

    protected override string Provider => sender.Provider;

    // Unregistered since, or somebody else's by now: they must not see it.
    protected override string? Unwanted(Delivery delivery) => base.Unwanted(delivery) ?? (delivery.Token is null ? "device_gone" : null);

    protected override async Task<Attempt> Try(Guid id, Delivery delivery, CancellationToken cancellation)
    {
        var notice = Words.Render(new NoticeToRender(
            delivery.Kind, NoticeWords.LanguageOf(delivery.Language, settings.Language), delivery.Facts, await Names(delivery, cancellation),
            delivery.Recipient ?? "", delivery.Organization ?? "Doorward", settings.PublicUrl.ToString(), Link: settings.PublicUrl.ToString()));
        var pushed = await sender.Send(new PushMessage(id, delivery.NoticeId, delivery.Kind, delivery.Token!, notice.Subject, notice.Short), cancellation);
        return new Attempt(pushed.Result, pushed.DeviceIsGone ? delivery.DeviceId : null);
    }
}
