using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Slots;

/// <summary>What is asked of the calendar.</summary>
/// <param name="PropertyId">The property to be shown; null for any.</param>
/// <param name="From">The slot starts at or after this time.</param>
/// <param name="To">The slot starts before this time.</param>
/// <param name="Limit">How many at the most.</param>
/// <param name="ApplicantId">For whom: slots held for them are free, those at which they have another visit are not. Null: for nobody in particular.</param>
public sealed record FreeSlotsQuestion(Guid? PropertyId, DateTimeOffset From, DateTimeOffset To, int Limit, Guid? ApplicantId)
{
    /// <summary>Of properties in this time zone, IANA; null: in any.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>A slot that can be booked.</summary>
/// <param name="TimeZone">The property's IANA time zone, in which its hours are meant.</param>
public sealed record FreeSlot(
    Guid Id, Guid PropertyId, string PropertyName, string Address, string TimeZone, Guid AgentId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>The slots that can be booked, the earliest first.</summary>
public sealed class FreeSlots
{
    private static readonly string OfProperty = Sql.Read(typeof(FreeSlots).Assembly, "Slots/FreeSlotsOfProperty.sql");

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly Coalescer<Asked, IReadOnlyList<FreeSlot>> _ofAny;
    private readonly Coalescer<Asked, IReadOnlyList<FreeSlot>> _ofProperty;

    /// <inheritdoc cref="FreeSlots"/>
    public FreeSlots(NpgsqlDataSource database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _ofAny = new Coalescer<Asked, IReadOnlyList<FreeSlot>>(asked => Find(Sql.Of<FreeSlots>(), asked));
        _ofProperty = new Coalescer<Asked, IReadOnlyList<FreeSlot>>(
            asked => Find(OfProperty, asked, Reads.Is(asked.Select(one => one.Question.PropertyId!.Value).ToArray())));
    }

    /// <summary>Those of an organization that answer the question; none that has begun, is booked or is held for somebody else.</summary>
    public Task<IReadOnlyList<FreeSlot>> Find(Guid organizationId, FreeSlotsQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        return (question.PropertyId is null ? _ofAny : _ofProperty).Ask(new Asked(organizationId, question), cancellation);
    }

    private async Task<IReadOnlyList<IReadOnlyList<FreeSlot>>> Find(string text, IReadOnlyList<Asked> asked, params NpgsqlParameter[] properties)
    {
        var found = asked.Select(_ => new List<FreeSlot>()).ToArray();
        await _database.Each(
            text, row => found[row.GetInt32(0) - 1].Add(Read(row)), CancellationToken.None,
            [
                Reads.Is(asked.Select(one => one.OrganizationId).ToArray()), Reads.Is(asked.Select(one => one.Question.From.ToUniversalTime()).ToArray()),
                Reads.Is(asked.Select(one => one.Question.To.ToUniversalTime()).ToArray()), Reads.Is(asked.Select(one => one.Question.ApplicantId).ToArray()),
                Reads.Is(asked.Select(one => one.Question.Limit).ToArray()), Reads.Is(_time.GetUtcNow()),
                Reads.Is(asked.Select(one => one.Question.TimeZone).ToArray()), .. properties,
            ]);
        return found;
    }

    private static FreeSlot Read(NpgsqlDataReader row) => new(
        row.GetGuid(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetGuid(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8));

    private sealed record Asked(Guid OrganizationId, FreeSlotsQuestion Question);
}
