using System.Data;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Knowledge;

/// <summary>What is imported, into which collection, by whom.</summary>
/// <param name="OrganizationId">Whose knowledge it becomes.</param>
/// <param name="PersonId">The member of staff; null for the machine's own command line.</param>
/// <param name="Collection">What is imported together.</param>
/// <param name="Documents">Read and checked.</param>
/// <param name="WithdrawsMissing">Whether documents of the collection that are not among these are withdrawn.</param>
/// <param name="Replaces">Whether these may be all of them: whether a collection may become one that has no document in common with it.</param>
internal sealed record DocumentBatch(
    Guid OrganizationId, Guid? PersonId, string Collection, IReadOnlyList<ReadDocument> Documents, bool WithdrawsMissing, bool Replaces);

/// <summary>
/// Stores an import: one statement, so all of it or nothing. It is rare and large, so it does not go through a batcher, and its plan is made for what
/// it holds rather than kept; of two at once the later one meets what the earlier one changed, is rolled back, and is carried out again on the news.
/// </summary>
internal sealed class ImportDocuments(NpgsqlDataSource database, TimeProvider time, LogSignal? committed = null)
{
    private const int Attempts = 10;

    private static readonly string Text = Sql.Read(typeof(ImportDocuments).Assembly, "Knowledge/Import/ImportDocuments.sql");

    public async Task<ImportReport> Run(DocumentBatch batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var report = await Once(batch, cancellation);
                committed?.Pulse();
                return report;
            }
            catch (PostgresException overtaken) when (attempt < Attempts && WasOvertaken(overtaken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds((attempt - 1) * Random.Shared.Next(50)), TimeProvider.System, cancellation);
            }
        }
    }

    // A key that is there twice was put there by the other import, in the meantime: the paths of one import differ.
    private static bool WasOvertaken(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    private async Task<ImportReport> Once(DocumentBatch batch, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using (var plan = new NpgsqlCommand("SET LOCAL plan_cache_mode = force_custom_plan", connection, transaction))
        {
            await plan.ExecuteNonQueryAsync(cancellation);
        }

        var documents = await Store(batch, connection, transaction, cancellation);
        if (documents is null)
        {
            return ImportReport.Refused("no_longer_staff");
        }

        var report = new ImportReport(documents, [], null);
        if (!batch.Replaces && report.ReplacesAll)
        {
            return ImportReport.Refused("replaces_all", new ImportProblem(batch.Collection, null,
                $"None of the {report.Count("withdrawn")} documents of this collection is among these, so all of them would be withdrawn. Import these as a collection of their own, or say that they replace it (--replace)."));
        }

        await transaction.CommitAsync(cancellation);
        return report;
    }

    /// <summary>Null: the person is no longer staff.</summary>
    private async Task<IReadOnlyList<ImportedDocument>?> Store(
        DocumentBatch batch, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var import = new NpgsqlCommand(Text, connection, transaction) { CommandTimeout = 300 };
        Bind(import.Parameters, batch);
        await using var rows = await import.ExecuteReaderAsync(cancellation);
        var documents = new List<ImportedDocument>();
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.IsDBNull(2))
            {
                return null;
            }

            documents.Add(new ImportedDocument(rows.GetString(0), rows.GetString(1), rows.GetGuid(2), rows.GetInt32(3)));
        }

        return documents;
    }

    private void Bind(NpgsqlParameterCollection parameters, DocumentBatch batch)
    {
        var documents = batch.Documents;
        var chunks = documents.SelectMany((document, n) => document.Chunks.Select((chunk, number) => (Document: document, Chunk: chunk, Owner: n + 1, Number: number + 1))).ToList();
        Is(NpgsqlDbType.Uuid, batch.OrganizationId);
        Is(NpgsqlDbType.Uuid, batch.PersonId);
        Is(NpgsqlDbType.Text, batch.Collection);
        Is(NpgsqlDbType.Boolean, batch.WithdrawsMissing);
        Is(NpgsqlDbType.TimestampTz, time.GetUtcNow());
        Is(NpgsqlDbType.Text, DoorwardTelemetry.Traceparent);
        All(NpgsqlDbType.Text, documents.Select(document => document.Path));
        All(NpgsqlDbType.Text, documents.Select(document => document.Title));
        All(NpgsqlDbType.Text, documents.Select(document => document.Audience));
        All(NpgsqlDbType.Text, documents.Select(document => document.Language));
        All(NpgsqlDbType.Date, documents.Select(document => document.ValidUntil));
        All(NpgsqlDbType.Text, documents.Select(document => document.Text));
        All(NpgsqlDbType.Bytea, documents.Select(document => document.Hash));
        All(NpgsqlDbType.Uuid, documents.Select(_ => Guid.CreateVersion7()));
        All(NpgsqlDbType.Integer, chunks.Select(one => one.Owner));
        All(NpgsqlDbType.Integer, chunks.Select(one => one.Number));
        All(NpgsqlDbType.Text, chunks.Select(one => one.Chunk.Heading));
        All(NpgsqlDbType.Integer, chunks.Select(one => one.Chunk.Start));
        All(NpgsqlDbType.Integer, chunks.Select(one => one.Chunk.End));
        All(NpgsqlDbType.Text, chunks.Select(one => one.Chunk.Text));
        All(NpgsqlDbType.Bytea, chunks.Select(one => one.Document.DigestOf(one.Chunk)));

        void Is<T>(NpgsqlDbType type, T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        void All<T>(NpgsqlDbType type, IEnumerable<T> values) => Is(NpgsqlDbType.Array | type, values.ToArray());
    }
}
