namespace Doorward.Platform.Live;

/// <summary>Why the server closes a socket (RFC 6455 section 7.4). 4000–4999 are ours; contracts/events.asyncapi.json lists them.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">The reason that goes with it, at most 123 bytes.</param>
/// <param name="Advice">What the client should do.</param>
public sealed record LiveClose(int Code, string Reason, string Advice)
{
    public static LiveClose GoingAway { get; } = new(1001, "going_away", "The server stops. Connect again, to another node or in a moment, and subscribe with the last cursor.");

    public static LiveClose TooLarge { get; } = new(1009, "message_too_large", "A message went on past one mebibyte. Send less.");

    public static LiveClose Broken { get; } = new(1011, "internal_error", "Something went wrong on our side. Connect again after a pause, and subscribe with the last cursor.");

    public static LiveClose BadToken { get; } = new(4401, "not_signed_in", "The token is missing, wrong or expired. Get a new one and connect again.");

    public static LiveClose TokenExpired { get; } = new(4401, "token_expired", "The token has expired. Get a new one and connect again; authenticate with it in time and the socket stays open.");

    public static LiveClose NotAllowed { get; } = new(4403, "not_a_member", "The token is good, but its bearer belongs to no agency here, or to several. Do not come back by yourself.");

    public static LiveClose RightsWithdrawn { get; } = new(4403, "rights_withdrawn", "What the person may do has changed. Connect again: it shows what is left.");

    public static LiveClose TooLate { get; } = new(4408, "too_slow", "No sign-in in time, or a message that was never finished.");

    public static LiveClose TooMany { get; } = new(4429, "too_many", "Too many messages that were refused, or too many sockets of one person. Wait a minute.");

    /// <summary>All, for the contract.</summary>
    internal static IReadOnlyList<LiveClose> All =>
        [GoingAway, TooLarge, Broken, BadToken, TokenExpired, NotAllowed, RightsWithdrawn, TooLate, TooMany];
}
