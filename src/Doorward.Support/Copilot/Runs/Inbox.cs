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
internal sealed class Inbox
{
    private static readonly string ReadText = Sql.Read(typeof(Inbox).Assembly, "Copilot/Runs/ReadQuestion.sql");
    private static readonly string WaitsText = Sql.Read(typeof(Inbox).Assembly, "Copilot/Runs/StillWaits.sql");

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly Coalescer<(Guid OrganizationId, Guid MessageId), Asked?> _reads;

    public Inbox(NpgsqlDataSource database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _reads = new Coalescer<(Guid, Guid), Asked?>(Find);
    }

    /// <summary>A customer's message with what led up to it; null where there is no such message.</summary>
    public Task<Asked?> Find(Guid organizationId, Guid messageId, CancellationToken cancellation) => _reads.Ask((organizationId, messageId), cancellation);

    /// <summary>Whether a message still waits for an answer.</summary>
    public async Task<bool> StillWaits(Question question, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand(WaitsText);
        command.Parameters.AddRange(new NpgsqlParameter[] { Reads.Is(question.OrganizationId), Reads.Is(question.ConversationId), Reads.Is(question.Number) });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task<IReadOnlyList<Asked?>> Find(IReadOnlyList<(Guid OrganizationId, Guid MessageId)> messages)
    {
        var now = _time.GetUtcNow();
        var found = new Asked?[messages.Count];
        await _database.Each(
            ReadText, row => found[row.GetInt32(0) - 1] = Read(row, messages[row.GetInt32(0) - 1], now), CancellationToken.None,
            Reads.Is(messages.Select(message => message.OrganizationId).ToArray()), Reads.Is(messages.Select(message => message.MessageId).ToArray()),
            Reads.Is(Question.TurnsOfThread), Reads.Is(DateOnly.FromDateTime(now.UtcDateTime)));
        return found;
    }

    private static Asked Read(NpgsqlDataReader row, (Guid OrganizationId, Guid MessageId) message, DateTimeOffset now) => new(
        new Question(
            message.OrganizationId, row.GetString(1), row.GetGuid(2), message.MessageId, row.GetInt32(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetGuid(5),
            row.IsDBNull(6) ? null : row.GetString(6), JsonSerializer.Deserialize<List<Turn>>(row.GetString(7), DoorwardJson.Options)!, now),
        row.IsDBNull(8) ? Policy.Default : Policy.Parse(row.GetString(8)) with { Version = row.GetInt32(11) }, row.GetBoolean(9), row.GetInt64(10));
}
