using Doorward.Accounts.Notices.Mail;

namespace Doorward.Accounts.Notices.Push;

/// <summary>Hands a notice to one device.</summary>
internal interface IPushSender
{
    /// <summary>As deliveries name it.</summary>
    string Provider { get; }

    /// <summary>Tries once.</summary>
    Task<PushResult> Send(PushMessage push, CancellationToken cancellation);
}

/// <param name="Id">The delivery's, at every attempt the same: a device that has it already replaces it instead of showing it twice.</param>
internal sealed record PushMessage(Guid Id, Guid NoticeId, string Kind, string Token, string Title, string Body);

/// <summary>What came of it.</summary>
/// <param name="DeviceIsGone">The token will never reach a device again.</param>
internal sealed record PushResult(SendResult Result, bool DeviceIsGone = false);

/// <summary>With nothing configured, nothing is pushed, and that is what is said.</summary>
internal sealed class NoPush : IPushSender
{
    public string Provider => "none";

    public Task<PushResult> Send(PushMessage push, CancellationToken cancellation) =>
        Task.FromResult(new PushResult(new SendResult.Kept("push_not_configured")));
}
