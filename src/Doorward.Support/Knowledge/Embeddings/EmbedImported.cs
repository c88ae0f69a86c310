using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>Has embeddings made of what was imported.</summary>
internal sealed class EmbedImported : Subscriber
{
    public override string Name => "knowledge.embeddings";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "document.imported" };

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        // The last of each agency: its job makes all that are missing by then.
        foreach (var entry in batch.GroupBy(entry => entry.OrganizationId).Select(entries => entries.Last()))
        {
            await EmbedChunks.Ask(entry.OrganizationId!.Value, entry.Id.ToString(), entry.Traceparent, connection, cancellation);
        }
    }
}
