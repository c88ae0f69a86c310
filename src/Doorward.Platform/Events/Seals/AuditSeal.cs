using System.Collections.Frozen;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Platform.Events.Seals;

/// <summary>Chains the log's rows into hashes, within a second of the act.</summary>
internal sealed class AuditSeal : Subscriber
{
    /// <summary>The name of its cursor.</summary>
    public const string CursorName = "audit-seal";

    private static readonly string Text = Sql.Read(typeof(AuditSeal).Assembly, "Events/Seals/SealRows.sql");

    public override string Name => CursorName;

    public override int BatchSize => 5000;

    // The rows are sealed where they lie; here only their cursors matter.
    public override bool ReadsStates => false;

    public override IReadOnlySet<string> Makes => FrozenSet<string>.Empty;

    public override TimeSpan Linger => TimeSpan.FromMilliseconds(500);

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Text, connection);
        LogReader.Bind(command, batch[0].Cursor);
        LogReader.Bind(command, batch[^1].Cursor);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
