using Doorward.Accounts.Devices;
using Doorward.Accounts.Notices.Delivery;
using Doorward.Accounts.Notices.Inbox;
using Doorward.Accounts.Notices.Mail;
using Doorward.Accounts.Notices.Mail.Development;
using Doorward.Accounts.Notices.Mail.Mailjet;
using Doorward.Accounts.Notices.Mail.Smtp;
using Doorward.Accounts.Notices.Preferences;
using Doorward.Accounts.Notices.Push;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Accounts.People;
using Doorward.Platform.Commands;
using Doorward.Platform.Events;
using Doorward.Platform.Events.Catalogue;
using Doorward.Platform.Http;
using Doorward.Platform.Http.Outbound;
using Doorward.Platform.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Doorward.Accounts.Notices;

/// <summary>Registers notices and devices: a line each for kinds, senders, jobs and routes.</summary>
internal static class NoticesRegistration
{
    public static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddAccountsKinds()
        .AddEventTypes(NoticeEvents.All)
        .AddSingleton<Notices>()
        .AddSingleton<NoticeWords>()
        .AddHostedService<CheckedWords>()
        .AddSubscriber<AccountsNotices>()
        .AddSenders()
        .AddJob<DeliverMail>()
        .AddJob<DeliverPush>()
        .AddHostedService<OldestQueued>()
        .AddSingleton<IPersonalData, NoticesOfPerson>()
        .AddLiveHandler<NoticeRead, LiveReadNotice>("notice.read")
        .AddCommand<ReadNotice, Outcome<Done>, ReadNoticeStatement>()
        .AddCommand<ChangePreferences, Outcome<Done>, ChangePreferencesStatement>()
        .AddCommand<RegisterDevice, Outcome<Device>, RegisterDeviceStatement>()
        .AddCommand<UnregisterDevice, Outcome<Done>, UnregisterDeviceStatement>();

    public static void MapNotices(this IEndpointRouteBuilder api, IEndpointRouteBuilder pages)
    {
        var me = api.MapGroup("/me");
        var notices = me.MapGroup("/notices").WithSection("Notices", "What one is told, where, and what became of it.");
        ListNotices.Map(notices);
        ReadNoticeEndpoints.Map(notices);
        var preferences = me.MapGroup("/notice-preferences").WithSection("Notices", "What one is told, where, and what became of it.");
        ShowPreferences.Map(preferences);
        ChangePreferencesEndpoint.Map(preferences);
        var devices = me.MapGroup("/devices").WithSection("Devices", "Where one can be pushed to.");
        RegisterDeviceEndpoint.Map(devices);
        ListDevices.Map(devices);
        UnregisterDeviceEndpoint.Map(devices);

        UnsubscribePages.Map(pages);
        MailjetWebhook.Map(pages);
        MailboxPages.Map(pages);
    }

    private static IServiceCollection AddSenders(this IServiceCollection services)
    {
        services.AddOutboundHttp(MailjetSender.Client, written: all => all.GetRequiredService<NoticeSettings>().Mailjet is { } account ? [account.Url] : []);
        services.AddOutboundHttp(FcmSender.Client, written: all => all.GetRequiredService<NoticeSettings>().Fcm is { } account ? [account.Url, account.TokenUrl] : []);
        return services
            .AddSingleton<IMailSender>(all => all.GetRequiredService<NoticeSettings>() switch
            {
                { Smtp: { } server } => new SmtpSender(server),
                { Mailjet: { } account } => ActivatorUtilities.CreateInstance<MailjetSender>(all, account),
                _ => new DevelopmentMailbox(),
            })
            .AddSingleton<IPushSender>(all => all.GetRequiredService<NoticeSettings>().Fcm is { } account
                ? ActivatorUtilities.CreateInstance<FcmSender>(all, account, ActivatorUtilities.CreateInstance<FcmTokens>(all, account))
                : new NoPush());
    }

    /// <summary>Makes the program read and check all words before it serves.</summary>
    private sealed class CheckedWords(NoticeWords words) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => words.Kinds.Count > 0 ? Task.CompletedTask
            : throw new InvalidOperationException("There are no kinds of notice.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
