using System.Text.RegularExpressions;

namespace Doorward.Accounts.Notices.Mail.Smtp;

/// <summary>A server's answer (RFC 5321, 4.2): three digits and lines.</summary>
internal sealed partial record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>As a delivery keeps it: the codes, and none of the words, which may hold the address.</summary>
    public string Reason => Enhanced is { } status ? $"smtp_{Code}_{status}" : $"smtp_{Code}";

    /// <summary>The status code of RFC 3463, if there is one.</summary>
    public string? Enhanced => Status().Match(Lines[0]) is { Success: true } match ? match.Value : null;

    /// <summary>Whether it says that there is no such mailbox or no such domain, and not merely that this mail is unwelcome.</summary>
    public bool IsDeadAddress => Code is >= 500 && Enhanced is "5.1.1" or "5.1.2" or "5.1.3" or "5.1.10";

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?= |$)")]
    private static partial Regex Status();
}

/// <summary>The connection cannot be used any further, whatever the reason.</summary>
/// <param name="Reason">A stable code.</param>
internal sealed class SmtpBroken(string reason, Exception? inner = null) : Exception(reason, inner)
{
    public string Reason { get; } = reason;
}
