using Doorward.Accounts.People;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Conversations;

/// <summary>What the support part holds about a customer: their conversations. Erased, these keep their place and their times, and lose every word.</summary>
internal sealed class PersonalConversations(NpgsqlDataSource database) : IPersonalData
{
    private static readonly string EraseText = Sql.Read(typeof(PersonalConversations).Assembly, "Conversations/EraseConversations.sql");
    private static readonly string ExportText = Sql.Read(typeof(PersonalConversations).Assembly, "Conversations/ExportConversations.sql");

    public async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EraseText, transaction.Connection, transaction);
        command.Parameters.Add(Reads.Is(personId));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ExportText);
        command.Parameters.Add(Reads.Is(personId));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (id, json) = (rows.GetGuid(0), rows.GetString(1));
            yield return new ExportedFile($"support/conversations/{id}.json", async (stream, stopping) =>
            {
                await using var writer = new StreamWriter(stream, leaveOpen: true);
                await writer.WriteAsync(json.AsMemory(), stopping);
            });
        }
    }
}
