using Doorward.Platform.Events.Jobs;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Seals;

/// <summary>Chains the log's rows into hashes, within a second of the act.</summary>
internal sealed class AuditSeal : StatementSubscriber
{
    /// <summary>The name of its cursor.</summary>
    public const string CursorName = "audit-seal";

    private static readonly string Text = Sql.Read(typeof(AuditSeal).Assembly, "Events/Seals/SealRows.sql");

    public override string Name => CursorName;

    public override int BatchSize => 5000;

    // The rows are sealed where they lie; here only their cursors matter.
    public override bool ReadsStates => false;

    public override IReadOnlySet<string> Makes { get; } = new HashSet<string>();

    protected internal override bool WritesLog => false;

    public override TimeSpan Linger => TimeSpan.FromMilliseconds(500);

    protected internal override NpgsqlBatchCommand Effects(IReadOnlyList<LogEntry> batch, JobClaim claim)
    {
        var command = new NpgsqlBatchCommand(Text);
        LogReader.Bind(command.Parameters, batch[0].Cursor);
        LogReader.Bind(command.Parameters, batch[^1].Cursor);
        return command;
    }
}
