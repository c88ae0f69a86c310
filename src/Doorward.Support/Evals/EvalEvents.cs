using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Support.Evals;

/// <summary>What happens to golden sets and runs: counts and digests. What a case says stays in the module's own tables.</summary>
internal static class EvalEvents
{
    private const string Digest = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    private static readonly EventTopic Evals = new("evals", "Trials of the copilot against cases of which it is known what should come out.") { Stream = "drafts" };

    public static IEnumerable<EventType> All =>
    [
        new("golden_set.stored", "Staff stored a golden set, in the place of one of that name.", Evals)
        {
            Before = new Before(104, Digest), After = new Stored("front-desk", 105, Digest),
        },
        new("evals.requested", "Staff asked for a run.", Evals) { After = new Requested("front-desk", "routing", 105) },
        new("evals.finished", "A run is over, and can be read.", Evals) { After = new Finished("front-desk", "routing", 105, 97, true) },
    ];

    private sealed record Before(
        [property: Description("How many cases it had.")] int Cases,
        [property: Description("SHA-256 over what its cases said.")] string Digest);

    private sealed record Stored(
        [property: Description("Its name.")] string GoldenSet,
        [property: Description("How many cases it has.")] int Cases,
        [property: Description("SHA-256 over what its cases say.")] string Digest);

    private sealed record Requested(
        [property: Description("The set that is to be tried.")] string GoldenSet,
        [property: Description("routing or quality.")] string Tier,
        [property: Description("How many cases it has.")] int Cases);

    private sealed record Finished(
        [property: Description("The set that was tried.")] string GoldenSet,
        [property: Description("routing or quality.")] string Tier,
        [property: Description("How many cases were tried.")] int Cases,
        [property: Description("How many came out right in everything.")] int Passed,
        [property: Description("Whether the gate holds; null: none was set.")] bool? GatePassed);
}
