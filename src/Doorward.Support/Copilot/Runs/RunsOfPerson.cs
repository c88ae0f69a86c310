using System.Runtime.CompilerServices;
using System.Text;
using Doorward.Accounts.People;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Support.Copilot.Runs;

/// <summary>The records of runs hold what a customer wrote: they go when the person goes. That there was a run, and what it cost, stays.</summary>
internal sealed class RunsOfPerson(NpgsqlDataSource database) : IPersonalData
{
    private static readonly string EraseText = Sql.Read(typeof(RunsOfPerson).Assembly, "Copilot/Runs/EraseRuns.sql");
    private static readonly string ExportText = Sql.Read(typeof(RunsOfPerson).Assembly, "Copilot/Runs/ExportRuns.sql");

    public async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(EraseText, transaction.Connection, transaction);
        command.Parameters.Add(Reads.Is(personId));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var runs = await database.List(ExportText, row => (Id: row.GetGuid(0), Record: row.GetString(1)), cancellation, Reads.Is(personId));
        foreach (var (id, record) in runs)
        {
            yield return new ExportedFile($"support/copilot/{id}.json", async (file, stop) => await file.WriteAsync(Encoding.UTF8.GetBytes(record), stop));
        }
    }
}
