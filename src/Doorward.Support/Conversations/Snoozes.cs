using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Conversations;

/// <summary>Sets an alarm for every conversation that is put away for a while.</summary>
internal sealed class Snoozes : JobMaker
{
    private static readonly string Text = Sql.Read(typeof(Snoozes).Assembly, "Conversations/Snoozes.sql");

    public override string Name => "support.snoozes";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "conversation.snoozed" };

    protected override NpgsqlBatchCommand Jobs(IReadOnlyList<LogEntry> batch, JobClaim claim)
    {
        var command = new NpgsqlBatchCommand(Text);
        command.Parameters.Add(Reads.Is(batch.Select(entry => entry.Id.ToString()).ToArray()));
        command.Parameters.Add(Reads.Is(batch.Select(entry => entry.OrganizationId!.Value).ToArray()));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(entry => entry.After!)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(Reads.Is(batch.Select(entry => entry.Traceparent).ToArray()));
        return command;
    }
}
