using Doorward.Platform.Identity.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Benchmarks.Bookings.Usual;

/// <summary>Look up the caller, find the slot, update it, insert the booking (and, for the same work as Doorward's, the event): a round trip each.</summary>
internal sealed class UsualBooking(NpgsqlDataSource database, bool sameWork, TimeProvider time)
{
    private const string FindCaller = """
        SELECT a.organization_id, a.id, a.person_id FROM accounts.sign_ins s
        JOIN visits.applicants a ON a.person_id = s.person_id
        WHERE s.issuer = $1 AND s.subject = $2
        """;

    private const string FindSlot = """
        SELECT property_id, agent_id, during, status FROM visits.slots WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE
        """;

    private const string TakeSlot = "UPDATE visits.slots SET status = 'booked' WHERE organization_id = $1 AND id = $2";

    private const string InsertBooking = """
        INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, notes, created_at)
        VALUES ($1, $2, $3, $4, $5, 'confirmed', $6, $7)
        """;

    private const string InsertEvent = """
        INSERT INTO events.log (type, organization_id, actor_id, subject_id, after)
        VALUES ('booking.confirmed', $1, $2, $3, jsonb_build_object('status', 'confirmed', 'slot_id', $4::uuid, 'applicant_id', $5::uuid,
            'property_id', $6::uuid, 'agent_id', $7::uuid, 'starts_at', lower($8::tstzrange), 'ends_at', upper($8::tstzrange)))
        """;

    public async Task<IResult> Book(VerifiedToken token, UsualRequest asked)
    {
        await using var connection = await database.OpenConnectionAsync();
        if (await Caller(connection, token) is not var (organization, applicant, person))
        {
            return Results.StatusCode(403);
        }

        // BEGIN travels with the first statement: it costs no round trip.
        await using var transaction = await connection.BeginTransactionAsync();
        if (await Slot(connection, organization, asked.SlotId) is not var (property, agent, during, status))
        {
            return Results.NotFound();
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (status != "available" || during.LowerBound <= now)
        {
            return Results.Conflict();
        }

        var id = Guid.CreateVersion7();
        await Do(connection, TakeSlot, Is(organization), Is(asked.SlotId));
        await Do(connection, InsertBooking, Is(organization), Is(id), Is(asked.SlotId), Is(applicant), Is(during), Is(asked.Notes ?? ""), Is(now));
        if (sameWork)
        {
            await Do(connection, InsertEvent,
                Is(organization), Is(person), Is(id), Is(asked.SlotId), Is(applicant), Is(property), Is(agent), Is(during));
        }

        await transaction.CommitAsync();
        return Results.Created($"/api/v1/bookings/{id}", new UsualAnswer(
            id, asked.SlotId, applicant, property, agent, during.LowerBound, during.UpperBound, "confirmed", asked.Notes ?? "", now));
    }

    private static async Task<(Guid Organization, Guid Applicant, Guid Person)?> Caller(NpgsqlConnection connection, VerifiedToken token)
    {
        await using var command = Command(connection, FindCaller, Is(token.Issuer), Is(token.Subject));
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? (rows.GetGuid(0), rows.GetGuid(1), rows.GetGuid(2)) : null;
    }

    private static async Task<(Guid Property, Guid Agent, NpgsqlRange<DateTime> During, string Status)?> Slot(
        NpgsqlConnection connection, Guid organization, Guid slot)
    {
        await using var command = Command(connection, FindSlot, Is(organization), Is(slot));
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync()
            ? (rows.GetGuid(0), rows.GetGuid(1), rows.GetFieldValue<NpgsqlRange<DateTime>>(2), rows.GetString(3))
            : null;
    }

    private static async Task Do(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<T> Is<T>(T value) => new() { TypedValue = value };
}
