using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Copilot.Runs;

/// <summary>A message as the copilot takes it up.</summary>
/// <param name="Waits">Whether nobody has written since and the conversation is open.</param>
/// <param name="SpentToday">The tokens that the organization's runs have spent today.</param>
internal sealed record Asked(Question Question, Policy Policy, bool Waits, long SpentToday);

/// <summary>Reads what the pipeline is asked.</summary>
internal sealed class Inbox(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly string ReadText = Sql.Read(typeof(Inbox).Assembly, "Copilot/Runs/ReadQuestion.sql");
    private static readonly string WaitsText = Sql.Read(typeof(Inbox).Assembly, "Copilot/Runs/StillWaits.sql");

    /// <summary>A customer's message with what led up to it; null where there is no such message.</summary>
    public Task<Asked?> Find(Guid organizationId, Guid messageId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return database.One(
            ReadText, row => Read(row, organizationId, messageId, now), cancellation,
            Reads.Is(organizationId), Reads.Is(messageId), Reads.Is(Question.TurnsOfThread), Reads.Is(DateOnly.FromDateTime(now.UtcDateTime)));
    }

    /// <summary>Whether a message still waits for an answer.</summary>
    public async Task<bool> StillWaits(Question question, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(WaitsText);
        command.Parameters.AddRange(new NpgsqlParameter[] { Reads.Is(question.OrganizationId), Reads.Is(question.ConversationId), Reads.Is(question.Number) });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static Asked Read(NpgsqlDataReader row, Guid organizationId, Guid messageId, DateTimeOffset now) => new(
        new Question(
            organizationId, row.GetString(0), row.GetGuid(1), messageId, row.GetInt32(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4),
            row.IsDBNull(5) ? null : row.GetString(5), JsonSerializer.Deserialize<List<Turn>>(row.GetString(6), DoorwardJson.Options)!, now),
        row.IsDBNull(7) ? Policy.Default : Policy.Parse(row.GetString(7)) with { Version = row.GetInt32(10) }, row.GetBoolean(8), row.GetInt64(9));
}
