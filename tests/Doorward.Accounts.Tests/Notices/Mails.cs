using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Mail;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>Mails as tests send them.</summary>
internal static class Mails
{
    public static readonly DateTimeOffset Then = new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero);

    public static MailMessage To(string address, string name = "Maria Alves", string subject = "Visita confirmada: Rua das Flores 12, às 10:00",
        string from = "desk@casa-nova.example", string fromName = "Casa Nova", CalendarPart? calendar = null, string text = "Olá,\n.\n..até já\n") =>
        new(Guid.CreateVersion7(), Then, new Mailbox(fromName, from), new Mailbox(name, address), subject, text, "<p>Olá &amp; até já</p>", "pt",
            new Uri("https://desk.example.com/unsubscribe/1?token=2"), calendar);

    public static CalendarEntry Visit(bool cancelled = false, string place = "Rua das Flores 12; 4050-262 Porto, \"topo\" \\ atrás do jardim de São João da Boavista") => new(
        Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c30"), cancelled ? 1 : 0, cancelled, Then.AddDays(3), Then.AddDays(3).AddMinutes(30), "Europe/Lisbon", place);
}
