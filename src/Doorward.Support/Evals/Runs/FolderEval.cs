using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Judging;
using Npgsql;

namespace Doorward.Support.Evals.Runs;

/// <summary>What the operator of the machine wants tried.</summary>
/// <param name="Golden">A file of cases, or a folder of such files.</param>
/// <param name="Organization">The agency's short name.</param>
/// <param name="Tier"><c>routing</c> or <c>quality</c>.</param>
/// <param name="Name">What runs of this set are called; null: as the file is.</param>
/// <param name="Gate">A file of thresholds, or thresholds as they are typed; null: none.</param>
/// <param name="Compare">The run to compare with; null: the last one of the same name and tier.</param>
public sealed record EvalOrder(string Golden, string Organization, string Tier, string? Name, string? Gate, Guid? Compare);

/// <summary>What came of it.</summary>
/// <param name="Problems">Why nothing was tried; empty where it was.</param>
/// <param name="Text">For people.</param>
/// <param name="Json">For programs.</param>
/// <param name="GatePassed">Null: none was set.</param>
public sealed record EvalReport(IReadOnlyList<string> Problems, string Text, string Json, bool? GatePassed)
{
    internal static EvalReport Refused(params IReadOnlyList<string> problems) => new(problems, "", "", null);
}

/// <summary>Tries a golden set of files, for the operator of the machine.</summary>
public sealed class FolderEval
{
    private readonly NpgsqlDataSource _database;
    private readonly Grounds _grounds;
    private readonly Evaluation _evaluation;
    private readonly EvalStore _store;

    internal FolderEval(NpgsqlDataSource database, Grounds grounds, Evaluation evaluation, EvalStore store) =>
        (_database, _grounds, _evaluation, _store) = (database, grounds, evaluation, store);

    /// <summary>Tries it, and stores what came of it.</summary>
    public async Task<EvalReport> Run(EvalOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (set, gate, problems) = Read(order);
        if (problems.Count > 0)
        {
            return EvalReport.Refused(problems);
        }

        if (await Organization(order.Organization, cancellation) is not { } organization || await _grounds.Of(organization, cancellation) is not { } ground)
        {
            return EvalReport.Refused($"There is no organization {order.Organization}.");
        }

        if (await _grounds.Leaks(organization, set, cancellation) is { Count: > 0 } leaks)
        {
            return EvalReport.Refused([.. leaks.Select(leak => $"{leak.Case} is not held out: its message stands in {leak.Path}. Write another one, or take it out of the knowledge base.")]);
        }

        var before = order.Compare is { } compare
            ? await _store.Find(organization, compare, cancellation)
            : await _store.Last(organization, set.Name, order.Tier, cancellation);
        if (before is null && order.Compare is not null)
        {
            return EvalReport.Refused($"There is no run {order.Compare} of {order.Organization}.");
        }

        var run = await _evaluation.Run(Guid.CreateVersion7(), ground, set, order.Tier, gate, null, cancellation);
        var differences = before is null ? null : Differences.Between(before, await _store.Cases(organization, before.Id, false, 0, GoldenLimits.Cases, cancellation), run);
        await _store.Store(run, cancellation);
        return new EvalReport([], EvalText.Of(run, differences), EvalText.AsJson(run, differences), run.GatePassed);
    }

    private static (GoldenSet Set, Gate? Gate, IReadOnlyList<string> Problems) Read(EvalOrder order)
    {
        var problems = new List<string>();
        var name = order.Name ?? GoldenSet.NameOf(order.Golden);
        if (!GoldenSet.IsName(name))
        {
            problems.Add($"A set is called by 1 to {GoldenLimits.Name} small letters, digits and dashes, not {name}: give it another --name.");
        }

        Gate? gate = null;
        if (!Tiers.All.Contains(order.Tier))
        {
            problems.Add($"The tier is one of {string.Join(", ", Tiers.All)}, not {order.Tier}.");
        }
        else if (order.Gate is not null)
        {
            gate = Gate.Read(order.Gate, order.Tier, out var problem);
            problems.AddRange(problem is null ? [] : [problem]);
        }

        var reader = GoldenFiles.Read(order.Golden);
        problems.AddRange(reader.Problems.Select(problem => problem.ToString()));
        return (new GoldenSet(name, reader.Cases), gate, problems);
    }

    private async Task<Guid?> Organization(string slug, CancellationToken cancellation)
    {
        await using var find = _database.CreateCommand("SELECT id FROM accounts.organizations WHERE slug = $1");
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        return await find.ExecuteScalarAsync(cancellation) as Guid?;
    }
}
