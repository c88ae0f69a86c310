using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Support.Evals.Judging;
using Npgsql;

namespace Doorward.Support.Evals.Runs;

/// <summary>A run as it is on record.</summary>
internal sealed record StoredRun(
    Guid Id, string SetName, byte[] SetDigest, string Tier, int CaseCount, int PassedCount, IReadOnlyList<Score> Scores, JsonElement Details, JsonElement? Gate, bool? GatePassed,
    string Program, byte[] PolicyDigest, long KnowledgeRevision, byte[] KnowledgeDigest, string? Model, int ReadTokens, int WrittenTokens, Guid? AskedById,
    DateTimeOffset BeganAt, DateTimeOffset FinishedAt)
{
    /// <summary>From the twenty columns of the statements that find runs.</summary>
    public static StoredRun Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), Json<List<Score>>(row.GetString(6)),
        Json<JsonElement>(row.GetString(7)), row.IsDBNull(8) ? null : Json<JsonElement>(row.GetString(8)), row.IsDBNull(9) ? null : row.GetBoolean(9), row.GetString(10),
        row.GetFieldValue<byte[]>(11), row.GetInt64(12), row.GetFieldValue<byte[]>(13), row.IsDBNull(14) ? null : row.GetString(14), row.GetInt32(15), row.GetInt32(16),
        row.Id(17), row.GetFieldValue<DateTimeOffset>(18), row.GetFieldValue<DateTimeOffset>(19));

    private static T Json<T>(string text) => JsonSerializer.Deserialize<T>(text, DoorwardJson.Options)!;
}

/// <summary>A case of a run as it is on record.</summary>
internal sealed record StoredCase(
    int Number, string CaseId, bool Passed, string Message, string Answer, string Intent, string Status, string Code, double Confidence, IReadOnlyList<Verdict> Verdicts,
    double Milliseconds)
{
    public static StoredCase Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetFloat(8),
        JsonSerializer.Deserialize<List<Verdict>>(row.GetString(9), DoorwardJson.Options)!, row.GetFloat(10));
}
