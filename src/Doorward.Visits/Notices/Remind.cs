using System.Text.Json;
using Doorward.Accounts.Notices;
using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;

namespace Doorward.Visits.Notices;

/// <summary>
/// Reminds the two who meet when the hour has come: only if the visit is still to be, at that hour. After a standstill a reminder that the next one
/// has overtaken is left out.
/// </summary>
internal sealed class Remind(Accounts.Notices.Notices notices, TimeProvider time) : JobHandler
{
    private static readonly string Due = Sql.Read(typeof(Remind).Assembly, "Notices/FindDueVisit.sql");

    public override string Kind => "visits.reminder";

    public override Task<JobWrites> Run(Job job, CancellationToken cancellation)
    {
        var reminder = JsonSerializer.Deserialize<Reminder>(job.Payload, DoorwardJson.Options)!;
        return Task.FromResult<JobWrites>(async (connection, stop) =>
        {
            var now = time.GetUtcNow();
            var until = reminder.Kind == VisitKinds.DayBefore ? ReminderTimes.HourBefore(reminder.StartsAt) : reminder.StartsAt;
            if (now >= until)
            {
                return;
            }

            var visits = await Visit.Find(
                connection, Due, [Reads.Is(job.OrganizationId), Reads.Is(reminder.BookingId), Reads.Is(reminder.StartsAt)], stop);
            await notices.Add(connection,
                [
                    .. from visit in visits
                       from reader in new[] { visit.Applicant, visit.Agent }
                       select new NewNotice(reminder.Kind, visit.BookingId.ToString(), reader, null, visit.OrganizationId, visit.For(reader), job.Traceparent)
                       {
                           GoodUntil = until,
                       },
                ],
                stop);
        });
    }
}
