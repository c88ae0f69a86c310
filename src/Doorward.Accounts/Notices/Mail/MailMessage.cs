namespace Doorward.Accounts.Notices.Mail;

/// <summary>A mail to one person, ready to be put into whatever form its sender needs.</summary>
/// <param name="Id">The delivery's: the same at every attempt, so that whoever has it already knows it again.</param>
/// <param name="Date">When the notice was made: the same at every attempt.</param>
/// <param name="Unsubscribe">Where one click turns such mail off (RFC 8058); null where it cannot be.</param>
/// <param name="Calendar">A text/calendar part; null for none.</param>
internal sealed record MailMessage(
    Guid Id, DateTimeOffset Date, Mailbox From, Mailbox To, string Subject, string Text, string Html, string Language,
    Uri? Unsubscribe, CalendarPart? Calendar)
{
    /// <summary>Without the angle brackets (RFC 5322, 3.6.4).</summary>
    public string MessageId => $"{Id:N}@{From.Domain}";

    /// <summary>The headers that say what kind of mail this is, for every sender.</summary>
    public IEnumerable<(string Name, string Value)> Marks()
    {
        yield return ("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        yield return ("X-Auto-Response-Suppress", "All"); // Exchange's own word for it
        if (Unsubscribe is not null)
        {
            yield return ("List-Unsubscribe", $"<{Unsubscribe.AbsoluteUri}>");
            yield return ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }
}

/// <summary>A name and an address.</summary>
internal sealed record Mailbox(string Name, string Address)
{
    public string Domain => Address[(Address.LastIndexOf('@') + 1)..];

    /// <summary>With the domain as DNS has it (RFC 5890), which every server takes.</summary>
    public string WireAddress => $"{Address[..Address.LastIndexOf('@')]}@{new System.Globalization.IdnMapping().GetAscii(Domain)}";

    /// <summary>Whether only a server with SMTPUTF8 (RFC 6531) can take it.</summary>
    public bool NeedsUtf8 => !System.Text.Ascii.IsValid(WireAddress);
}

/// <summary>An iCalendar object and what is to be done with it.</summary>
/// <param name="Method">REQUEST or CANCEL.</param>
internal sealed record CalendarPart(string Method, string Text);
