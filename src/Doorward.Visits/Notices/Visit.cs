using Npgsql;

namespace Doorward.Visits.Notices;

/// <summary>A booking and the two who meet.</summary>
internal sealed record Visit(
    Guid BookingId, Guid OrganizationId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Property, string Address, string TimeZone, Guid Applicant, Guid Agent)
{
    public VisitFacts For(Guid reader) => new(BookingId, Property, Address, TimeZone, StartsAt, EndsAt, reader == Applicant ? Agent : Applicant);

    public CancelledFacts CancelledFor(Guid reader, Guid by) =>
        new(BookingId, Property, Address, TimeZone, StartsAt, EndsAt, reader == Applicant ? Agent : Applicant, by);

    public static Visit Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4), row.GetString(5),
        row.GetString(6), row.GetGuid(7), row.GetGuid(8));

    /// <summary>The rows of a command, inside the transaction of its connection.</summary>
    public static async Task<IReadOnlyList<Visit>> Find(NpgsqlConnection connection, string text, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using var find = new NpgsqlCommand(text, connection);
        find.Parameters.AddRange(parameters);
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        var visits = new List<Visit>();
        while (await rows.ReadAsync(cancellation))
        {
            visits.Add(Read(rows));
        }

        return visits;
    }
}
