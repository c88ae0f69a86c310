using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>Sets an alarm for every conversation that is put away for a while.</summary>
internal sealed class Snoozes : Subscriber
{
    private static readonly string Text = Sql.Read(typeof(Snoozes).Assembly, "Conversations/Snoozes.sql");

    public override string Name => "support.snoozes";

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var snoozed = batch.Where(entry => entry.Type is "conversation.snoozed").ToList();
        if (snoozed.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Text, connection);
        command.Parameters.Add(Reads.Is(snoozed.Select(entry => entry.Id.ToString()).ToArray()));
        command.Parameters.Add(Reads.Is(snoozed.Select(entry => entry.OrganizationId!.Value).ToArray()));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. snoozed.Select(entry => entry.After!)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(Reads.Is(snoozed.Select(entry => entry.Traceparent).ToArray()));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
