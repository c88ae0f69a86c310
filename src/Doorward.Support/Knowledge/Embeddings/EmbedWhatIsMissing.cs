using Doorward.Platform.Postgres;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Doorward.Support.Knowledge.Embeddings;

/// <summary>
/// At the start: what was imported before the endpoint was set, or for another model, gets its embeddings too, and a large library its index where the server
/// has come to have the extension.
/// </summary>
internal sealed class EmbedWhatIsMissing(NpgsqlDataSource database, EmbeddingSettings settings) : IHostedService
{
    private static readonly string LargeText = Sql.Read(typeof(EmbedWhatIsMissing).Assembly, "Knowledge/Embeddings/LargeLibraries.sql");
    private static readonly string LackingText = Sql.Read(typeof(EmbedWhatIsMissing).Assembly, "Knowledge/Embeddings/LackingEmbeddings.sql");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var lacking = await database.List(LackingText, row => row.GetGuid(0), cancellationToken, Reads.Is(settings.Name));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var organization in lacking)
        {
            await EmbedChunks.Ask(organization, $"{organization}/{settings.Name}", null, connection, cancellationToken);
        }

        var large = await database.List(LargeText, row => row.GetGuid(0), cancellationToken, Reads.Is((int)(settings.MostInMemory / NearIndex.MostDimensions)));
        await BuildNearIndex.Ask([.. large.Except(lacking)], connection, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
