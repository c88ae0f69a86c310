using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Bookings;

/// <summary>A visit of an applicant, with where it is.</summary>
/// <param name="TimeZone">The property's IANA time zone.</param>
/// <param name="Status"><c>confirmed</c>, <c>cancelled_by_applicant</c> or <c>cancelled_by_agent</c>.</param>
public sealed record ApplicantsVisit(
    Guid BookingId, Guid SlotId, Guid PropertyId, string PropertyName, string Address, string TimeZone, Guid AgentId,
    DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Status);

/// <summary>The visits of one applicant, for modules that answer them.</summary>
public sealed class VisitsOfApplicant(NpgsqlDataSource database)
{
    /// <summary>Those that start at or after <paramref name="from"/>, whatever their status, the earliest first.</summary>
    public async Task<IReadOnlyList<ApplicantsVisit>> Find(
        Guid organizationId, Guid applicantId, DateTimeOffset from, int limit, CancellationToken cancellation) => await database.List(
        Sql.Of<VisitsOfApplicant>(), Read, cancellation,
        Reads.Is(organizationId), Reads.Is(applicantId), Reads.Is(from.ToUniversalTime()), Reads.Is(limit));

    private static ApplicantsVisit Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetGuid(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetString(9));
}
