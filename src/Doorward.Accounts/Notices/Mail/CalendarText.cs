using System.Globalization;
using System.Text;
using Doorward.Accounts.Notices.Rendering;

namespace Doorward.Accounts.Notices.Mail;

/// <summary>An entry as iCalendar (RFC 5545) in the form that invites and calls off (RFC 5546). Times are UTC: every calendar shows its reader's own.</summary>
internal static class CalendarText
{
    private const int LineBytes = 75;

    public static CalendarPart Write(CalendarEntry entry, string title, Mailbox organizer, Mailbox attendee, DateTimeOffset stamp)
    {
        var method = entry.IsCancelled ? "CANCEL" : "REQUEST";
        var text = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//Doorward//Doorward//EN");
        Line($"METHOD:{method}");
        Line("BEGIN:VEVENT");
        Line($"UID:{entry.Id:D}@doorward"); // not of our host's name: it must stay when Doorward moves
        Line($"SEQUENCE:{entry.Sequence}");
        Line($"DTSTAMP:{Time(stamp)}");
        Line($"DTSTART:{Time(entry.StartsAt)}");
        Line($"DTEND:{Time(entry.EndsAt)}");
        Line($"SUMMARY:{Text(title)}");
        Line($"LOCATION:{Text(entry.Place)}");
        Line($"STATUS:{(entry.IsCancelled ? "CANCELLED" : "CONFIRMED")}");
        Line($"ORGANIZER;CN={Parameter(organizer.Name)}:mailto:{organizer.WireAddress}");
        Line($"ATTENDEE;CN={Parameter(attendee.Name)};PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{attendee.WireAddress}");
        Line("TRANSP:OPAQUE");
        Line("END:VEVENT");
        Line("END:VCALENDAR");
        return new CalendarPart(method, text.ToString());

        void Line(string line) => text.Append(Fold(line)).Append("\r\n");
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // 3.3.11
    private static string Text(string value) => Template.OneLine(value)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);

    // 3.2: quoted, and a quote cannot be in it, however it is written
    private static string Parameter(string value) => $"\"{Template.OneLine(value).Replace('"', '\'')}\"";

    // 3.1: by octets, never inside a letter
    private static string Fold(string line)
    {
        var folded = new StringBuilder();
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > LineBytes)
            {
                folded.Append("\r\n ");
                bytes = 1;
            }

            folded.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
