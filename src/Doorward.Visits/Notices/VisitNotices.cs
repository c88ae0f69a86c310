using System.Text.Json;
using Doorward.Accounts.Notices;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Visits.Notices;

/// <summary>Tells people of visits that are booked and called off, and has them reminded.</summary>
internal sealed class VisitNotices(Accounts.Notices.Notices notices) : Subscriber
{
    private static readonly string Visits = Sql.Read(typeof(VisitNotices).Assembly, "Notices/FindVisits.sql");
    private static readonly string Reminders = Sql.Read(typeof(VisitNotices).Assembly, "Notices/AddReminders.sql");

    public override string Name => "visits.notices";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "booking.confirmed", "booking.cancelled", "slot.cancelled", "applicant.signed_in" };

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var happened = batch.Select(Happening.Of).OfType<Happening>().ToList();
        var visits = happened.Count == 0 ? [] : await Visit.Find(
            connection, Visits,
            [Reads.Is(happened.Select(one => one.Entry.OrganizationId!.Value).ToArray()), Reads.Is(happened.Select(one => one.BookingId).ToArray())],
            cancellation);
        var byBooking = visits.ToDictionary(visit => visit.BookingId);
        var known = happened.Where(one => byBooking.ContainsKey(one.BookingId)).Select(one => (one, visit: byBooking[one.BookingId])).ToList();

        await notices.Add(connection,
            [
                .. batch.Where(entry => entry is { Type: "applicant.signed_in", ActorId: not null })
                    .Select(entry => AccountsKinds.Welcome(entry.ActorId!.Value, entry.OrganizationId, entry.Traceparent)),
                .. known.SelectMany(pair => Told(pair.one, pair.visit)),
            ],
            cancellation);
        await Remind([.. known.Where(pair => pair.one.Kind == VisitKinds.Confirmed)], connection, cancellation);
    }

    private static NewNotice[] Told(Happening one, Visit visit)
    {
        var by = one.Entry.ActorId ?? visit.Agent;
        return one.Kind switch
        {
            VisitKinds.Confirmed => [Notice(visit.Applicant, visit.For(visit.Applicant)), Notice(visit.Agent, visit.For(visit.Agent))],
            VisitKinds.SlotCancelled => [Notice(visit.Applicant, visit.CancelledFor(visit.Applicant, by))],
            // The applicant hears of it as of a slot that was called off; the agent only what others did.
            _ => by == visit.Agent ? [] : [Notice(visit.Agent, visit.CancelledFor(visit.Agent, by))],
        };

        NewNotice Notice(Guid reader, object facts) =>
            new(one.Kind, visit.BookingId.ToString(), reader, null, visit.OrganizationId, facts, one.Entry.Traceparent) { GoodUntil = visit.EndsAt };
    }

    private static async Task Remind(IReadOnlyList<(Happening One, Visit Visit)> booked, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var due = booked.SelectMany(pair => ReminderTimes.Of(pair.Visit, pair.One.Entry.At), (pair, reminder) => (pair, reminder)).ToList();
        if (due.Count == 0)
        {
            return;
        }

        await using var add = new NpgsqlCommand(Reminders, connection);
        add.Parameters.Add(Reads.Is(due.Select(one => one.pair.Visit.OrganizationId).ToArray()));
        add.Parameters.Add(Reads.Is(due.Select(one => $"{one.pair.Visit.BookingId}/{one.reminder.Kind}").ToArray()));
        add.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. due.Select(one => JsonSerializer.Serialize(
                new Reminder(one.reminder.Kind, one.pair.Visit.BookingId, one.pair.Visit.StartsAt), DoorwardJson.Options))],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
        });
        add.Parameters.Add(Reads.Is(due.Select(one => one.reminder.Due).ToArray()));
        add.Parameters.Add(Reads.Is(due.Select(one => one.pair.One.Entry.Traceparent).ToArray()));
        await add.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>An event that somebody is told of.</summary>
    private sealed record Happening(string Kind, Guid BookingId, LogEntry Entry)
    {
        public static Happening? Of(LogEntry entry) => entry.Type switch
        {
            "booking.confirmed" => new(VisitKinds.Confirmed, entry.SubjectId, entry),
            "booking.cancelled" => new(VisitKinds.Cancelled, entry.SubjectId, entry),
            "slot.cancelled" when JsonElement.Parse(entry.After!).TryGetProperty("booking_id", out var booking) && booking.TryGetGuidOrNull() is { } id =>
                new(VisitKinds.SlotCancelled, id, entry),
            _ => null,
        };
    }
}

/// <summary>What a reminder's job holds.</summary>
internal sealed record Reminder(string Kind, Guid BookingId, DateTimeOffset StartsAt);

internal static class JsonIds
{
    /// <summary>The id; null where the member is null.</summary>
    public static Guid? TryGetGuidOrNull(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.TryGetGuid(out var id) ? id : null;
}
