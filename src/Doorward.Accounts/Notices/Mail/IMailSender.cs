namespace Doorward.Accounts.Notices.Mail;

/// <summary>Hands mails to whoever carries them.</summary>
internal interface IMailSender
{
    /// <summary>As deliveries name it.</summary>
    string Provider { get; }

    /// <summary>Tries once. It answers what came of it; it throws only for bugs and when it is cancelled.</summary>
    Task<SendResult> Send(MailMessage mail, CancellationToken cancellation);
}

/// <summary>What came of one attempt.</summary>
internal abstract record SendResult
{
    /// <summary>It was taken; from here on it is the provider's.</summary>
    public sealed record Sent(string? ProviderId) : SendResult;

    /// <summary>It did not leave, and was not meant to: kept where nothing is sent.</summary>
    public sealed record Kept(string Reason) : SendResult;

    /// <summary>It never will be.</summary>
    /// <param name="Suppress">Whether the address itself is no good.</param>
    public sealed record Refused(string Reason, bool Suppress = false) : SendResult;

    /// <summary>Not now.</summary>
    /// <param name="After">How long the provider asked us to wait, if it did.</param>
    public sealed record Later(string Reason, TimeSpan? After = null) : SendResult;
}
