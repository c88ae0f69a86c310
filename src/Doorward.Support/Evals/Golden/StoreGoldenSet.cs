using System.Text;
using Doorward.Platform.Commands;
using Doorward.Platform.Http;
using Doorward.Platform.Identity;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Doorward.Support.Evals.Runs;
using Doorward.Support.Graph;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Evals.Golden;

/// <summary>Staff store a golden set, in the place of one of that name.</summary>
internal sealed record StoreGoldenSet(GoldenSet Set, string Text, Caller By, string? Traceparent)
{
    private static readonly Refusals Refusals = new(Staff.NoLonger);

    /// <summary>The mutation <c>storeGoldenSet</c>.</summary>
    public static async Task<StoredSet> Mutate(
        string name, string text, Viewer viewer, Grounds grounds, CommandBatcher<StoreGoldenSet, Outcome<StoredSet>> sets, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var set = new GoldenSet(name, Read(name, text));
        if (await grounds.Leaks(staff.OrganizationId, set, cancellation) is { Count: > 0 } leaks)
        {
            throw NotHeldOut.Of(leaks);
        }

        var outcome = await sets.Submit(new StoreGoldenSet(set, text, staff, DoorwardTelemetry.Traceparent), cancellation);
        return outcome.Value ?? throw Refusals.Named(outcome.Code);
    }

    private static IReadOnlyList<GoldenCase> Read(string name, string text)
    {
        var problems = new List<GoldenProblem>();
        if (!GoldenSet.IsName(name))
        {
            problems.Add(new GoldenProblem("name", null, $"A set is called by 1 to {GoldenLimits.Name} small letters, digits and dashes."));
        }

        if (Encoding.UTF8.GetByteCount(text) > GoldenLimits.Bytes)
        {
            problems.Add(new GoldenProblem("text", null, $"A golden set has at most {GoldenLimits.Bytes / 1024 / 1024} MB."));
            throw InvalidSet.Of(problems);
        }

        var reader = new GoldenReader().Read("text", text);
        problems.AddRange(reader.Problems);
        if (problems.Count == 0 && reader.Cases.Count is 0 or > GoldenLimits.StoredCases)
        {
            problems.Add(new GoldenProblem("text", null, $"A set that is stored has 1 to {GoldenLimits.StoredCases} cases."));
        }

        return problems.Count == 0 ? reader.Cases : throw InvalidSet.Of(problems);
    }
}

internal sealed class StoreGoldenSetStatement(TimeProvider time) : CommandStatement<StoreGoldenSet, Outcome<StoredSet>>
{
    public override string Text { get; } = Sql.Of<StoreGoldenSet>();

    // The statement could not replace one set twice.
    public override (Guid First, Guid Second) Alone(StoreGoldenSet command) => (command.By.OrganizationId, default);

    public override void Bind(Parameters parameters, IReadOnlyList<StoreGoldenSet> commands) => parameters
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.OrganizationId)
        .Add(commands, NpgsqlDbType.Uuid, c => c.By.PersonId)
        .Add(commands, NpgsqlDbType.Text, c => c.Set.Name)
        .Add(commands, NpgsqlDbType.Text, c => c.Text)
        .Add(commands, NpgsqlDbType.Integer, c => c.Set.Cases.Count)
        .Add(commands, NpgsqlDbType.Bytea, c => c.Set.Digest)
        .Add(commands, NpgsqlDbType.Text, c => c.Traceparent)
        .Add(NpgsqlDbType.TimestampTz, time.GetUtcNow());

    public override Outcome<StoredSet> Read(NpgsqlDataReader row, StoreGoldenSet command) => row.GetString(1) is "stored"
        ? new("stored", new StoredSet(command.Set.Name, command.Set.Cases.Count, command.Set.Digest, command.By.PersonId, row.GetFieldValue<DateTimeOffset>(2)))
        : new(row.GetString(1), null);
}
