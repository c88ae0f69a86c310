using Doorward.GraphQL;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Runs;
using Doorward.Support.Graph;

namespace Doorward.Support.Evals;

/// <summary>Binds <c>Evals.graphql</c>.</summary>
internal static class EvalsGraph
{
    public static GraphDefinition BindEvals(this GraphDefinition graph) => graph
        .Type<StoredRun>("EvalRun")
        .Type<StoredCase>("EvalCase")
        .Type<StoredSet>("GoldenSet")
        .Query("evalRuns", (int? first, string? after, EvalReads evals, CancellationToken cancellation) => evals.List(first, after, cancellation))
        .Query("evalRun", (Guid id, EvalReads evals, CancellationToken cancellation) => evals.Find(id, cancellation))
        .Query("goldenSets", (int? first, string? after, EvalReads evals, CancellationToken cancellation) => evals.Sets(first, after, cancellation))
        .Mutation("storeGoldenSet", StoreGoldenSet.Mutate)
        .Mutation("runEvals", RunEvals.Mutate)
        .Field("EvalRun", "goldenSet", (StoredRun run) => run.SetName)
        .Field("EvalRun", "setDigest", (StoredRun run) => Hex(run.SetDigest))
        .Field("EvalRun", "policyDigest", (StoredRun run) => Hex(run.PolicyDigest))
        .Field("EvalRun", "knowledgeDigest", (StoredRun run) => Hex(run.KnowledgeDigest))
        .Field("EvalRun", "tier", (StoredRun run) => run.Tier.ToUpperInvariant())
        .Field("EvalRun", "knowledgeRevision", (StoredRun run) => run.KnowledgeRevision.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Field("EvalRun", "askedBy", (StoredRun run, PersonById people) => people.Of(run.AskedById))
        .Field("EvalRun", "cases", (StoredRun run, bool failedOnly, int? first, string? after, EvalReads evals, CancellationToken cancellation) =>
            evals.Cases(run, failedOnly, first, after, cancellation))
        .Field("GoldenSet", "digest", (StoredSet set) => Hex(set.Digest))
        .Field("GoldenSet", "storedBy", (StoredSet set, PersonById people) => people.Of(set.StoredById));

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);
}
