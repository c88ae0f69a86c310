using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Slots;

/// <summary>What is asked of the calendar.</summary>
/// <param name="PropertyId">The property to be shown; null for any.</param>
/// <param name="From">The slot starts at or after this time.</param>
/// <param name="To">The slot starts before this time.</param>
/// <param name="Limit">How many at the most.</param>
/// <param name="ApplicantId">For whom: slots held for them are free, those at which they have another visit are not. Null: for nobody in particular.</param>
public sealed record FreeSlotsQuestion(Guid? PropertyId, DateTimeOffset From, DateTimeOffset To, int Limit, Guid? ApplicantId);

/// <summary>A slot that can be booked.</summary>
/// <param name="TimeZone">The property's IANA time zone, in which its hours are meant.</param>
public sealed record FreeSlot(
    Guid Id, Guid PropertyId, string PropertyName, string Address, string TimeZone, Guid AgentId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>The slots that can be booked, the earliest first.</summary>
public sealed class FreeSlots(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string OfProperty = Sql.Read(typeof(FreeSlots).Assembly, "Slots/FreeSlotsOfProperty.sql");

    /// <summary>Those of an organization that answer the question; none that has begun, is booked or is held for somebody else.</summary>
    public async Task<IReadOnlyList<FreeSlot>> Find(Guid organizationId, FreeSlotsQuestion question, CancellationToken cancellation)
    {
        List<NpgsqlParameter> parameters =
        [
            Reads.Is(organizationId), Reads.Is(question.From.ToUniversalTime()), Reads.Is(question.To.ToUniversalTime()), Reads.Is(question.ApplicantId),
            Reads.Is(time.GetUtcNow()), Reads.Is(question.Limit),
        ];
        if (question.PropertyId is { } property)
        {
            parameters.Add(Reads.Is(property));
        }

        return await database.List(question.PropertyId is null ? Sql.Of<FreeSlots>() : OfProperty, Read, cancellation, [.. parameters]);
    }

    private static FreeSlot Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetGuid(5),
        row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7));
}
