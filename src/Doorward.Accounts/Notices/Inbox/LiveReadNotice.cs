using System.ComponentModel;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Live;
using Doorward.Platform.Telemetry;

namespace Doorward.Accounts.Notices.Inbox;

/// <summary>What a live client sends.</summary>
[Description("Marks a notice as read; it has then arrived live, too.")]
internal sealed record NoticeRead([property: Description("The notice's id.")] Guid NoticeId) : ILivePayload<NoticeRead>
{
    public static NoticeRead Example { get; } = new(Notice.Example.Id);
}

/// <summary><c>notice.read</c> on <c>/ws</c>: the same command as over HTTP.</summary>
internal sealed class LiveReadNotice(CommandBatcher<ReadNotice, Outcome<Done>> reads) : ILiveHandler<NoticeRead>
{
    private static readonly Refusal NoSuchNotice = new("no_such_notice", 404, "You have no such notice.");

    public async ValueTask<LiveAnswer> Handle(NoticeRead payload, Caller caller, LiveConnection connection, CancellationToken cancellation)
    {
        var outcome = await reads.Submit(new ReadNotice(payload.NoticeId, true, caller, DoorwardTelemetry.Traceparent) { IsLive = true }, cancellation);
        return outcome.Value is not null ? LiveAnswer.Done : LiveAnswer.Refused(NoSuchNotice);
    }
}
