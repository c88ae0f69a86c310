using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Evals.Runs;

/// <summary>Keeps runs, and finds them again.</summary>
internal sealed class EvalStore(NpgsqlDataSource database)
{
    private static readonly string StoreText = Text("StoreEvalRun.sql");
    private static readonly string FindText = Text("FindEvalRun.sql");
    private static readonly string LastText = Text("FindLastEvalRun.sql");
    private static readonly string ListText = Text("ListEvalRuns.sql");
    private static readonly string CasesText = Text("ListEvalCases.sql");

    /// <summary>By one statement, on a connection that may have a transaction open.</summary>
    public static async Task Store(EvalRun run, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(StoreText, connection);
        Bind(command.Parameters, run);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task Store(EvalRun run, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Store(run, connection, cancellation);
    }

    public Task<StoredRun?> Find(Guid organizationId, Guid id, CancellationToken cancellation) =>
        database.One(FindText, StoredRun.Read, cancellation, Reads.Is(organizationId), Reads.Is(id));

    /// <summary>The last one of a set and a tier.</summary>
    public Task<StoredRun?> Last(Guid organizationId, string setName, string tier, CancellationToken cancellation) =>
        database.One(LastText, StoredRun.Read, cancellation, Reads.Is(organizationId), Reads.Is(setName), Reads.Is(tier));

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<StoredRun>> List(Guid organizationId, DateTimeOffset before, Guid beforeId, int limit, CancellationToken cancellation) =>
        database.List(ListText, StoredRun.Read, cancellation, Reads.Is(organizationId), Reads.Is(before), Reads.Is(beforeId), Reads.Is(limit));

    /// <summary>In the order of the set.</summary>
    public Task<IReadOnlyList<StoredCase>> Cases(Guid organizationId, Guid run, bool failedOnly, int after, int limit, CancellationToken cancellation) =>
        database.List(CasesText, StoredCase.Read, cancellation, Reads.Is(organizationId), Reads.Is(run), Reads.Is(failedOnly), Reads.Is(after), Reads.Is(limit));

    private static void Bind(NpgsqlParameterCollection parameters, EvalRun run)
    {
        var (ground, summary, results) = (run.Ground, run.Summary, run.Results);
        Is(NpgsqlDbType.Uuid, ground.OrganizationId);
        Is(NpgsqlDbType.Uuid, run.Id);
        Is(NpgsqlDbType.Text, run.Set.Name);
        Is(NpgsqlDbType.Bytea, run.Set.Digest);
        Is(NpgsqlDbType.Text, run.Tier);
        Is(NpgsqlDbType.Integer, run.Passed);
        Is(NpgsqlDbType.Jsonb, Json(summary.Scores));
        Is(NpgsqlDbType.Jsonb, Json(new { summary.Confusions, summary.Confidences, summary.Steps }));
        Is(NpgsqlDbType.Jsonb, run.Gate is null ? null : Json(run.Gate.Least));
        Is(NpgsqlDbType.Boolean, run.GatePassed);
        Is(NpgsqlDbType.Text, EvalRun.Program);
        Is(NpgsqlDbType.Bytea, ground.PolicyDigest);
        Is(NpgsqlDbType.Bigint, ground.KnowledgeRevision);
        Is(NpgsqlDbType.Bytea, ground.KnowledgeDigest);
        Is(NpgsqlDbType.Text, run.Model);
        Is(NpgsqlDbType.Integer, run.ReadTokens);
        Is(NpgsqlDbType.Integer, run.WrittenTokens);
        Is(NpgsqlDbType.Uuid, run.AskedBy);
        Is(NpgsqlDbType.TimestampTz, run.BeganAt);
        Is(NpgsqlDbType.TimestampTz, run.FinishedAt);
        Is(NpgsqlDbType.Text, DoorwardTelemetry.Traceparent);
        All(NpgsqlDbType.Text, result => result.Case.Id);
        All(NpgsqlDbType.Boolean, result => result.Passed);
        All(NpgsqlDbType.Text, result => result.Case.Message);
        All(NpgsqlDbType.Text, result => result.Answer);
        All(NpgsqlDbType.Text, result => result.Intent);
        All(NpgsqlDbType.Text, result => result.Status);
        All(NpgsqlDbType.Text, result => result.Code);
        All(NpgsqlDbType.Real, result => (float)result.Confidence);
        All(NpgsqlDbType.Jsonb, result => Json(result.Verdicts));
        All(NpgsqlDbType.Real, result => (float)result.Milliseconds);

        void Is<T>(NpgsqlDbType type, T value) => parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        void All<T>(NpgsqlDbType type, Func<Judging.CaseResult, T> value) => Is(NpgsqlDbType.Array | type, results.Select(value).ToArray());
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DoorwardJson.Options);

    private static string Text(string name) => Sql.Read(typeof(EvalStore).Assembly, $"Evals/Runs/{name}");
}
