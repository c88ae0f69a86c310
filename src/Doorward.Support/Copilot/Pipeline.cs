using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Rules;
using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot;

/// <summary>
/// A customer's message becomes a draft: triage, retrieve, tools, draft, guard, decide; one repair at the most. It reads, and writes nothing: what
/// comes out is stored by whoever ran it.
/// </summary>
internal static class Pipeline
{
    private const int MostAttempts = 2;

    /// <param name="isCurrent">Whether the message still waits for an answer; asked before anything is spent on a draft.</param>
    /// <returns>The whole run; its decision is null where the message no longer waited.</returns>
    public static async Task<Run> Run(
        Question question, Policy policy, ILookups lookups, IDrafter drafter, Steps steps, Func<Task<bool>> isCurrent, CancellationToken cancellation)
    {
        var recorder = new Recorder(lookups);
        var triaged = steps.Take("triage", () => Triage.Of(question.Body, question.Spoken));
        var (evidence, attempts) = (Evidence.None, new List<Attempt>());
        (string Code, string Says)? none = null;
        if (Decide.ToPeople(triaged, policy) is null)
        {
            evidence = await steps.Take("retrieve", () => Retrieve.For(question, triaged, recorder, cancellation));
            evidence = await steps.Take("tools", () => Tools.For(question, triaged, evidence, recorder, cancellation));
            try
            {
                while (attempts.Count < MostAttempts && attempts is not [.., { Guarded.Passed: true }])
                {
                    if (!await isCurrent())
                    {
                        return new Run(question, policy, triaged, evidence, recorder.Made, attempts, null, null, steps.Taken);
                    }

                    var request = new DraftRequest(question, triaged, evidence, policy, recorder, attempts.LastOrDefault()?.Answer, attempts.LastOrDefault()?.Guarded.Findings ?? []);
                    var drafted = await steps.Take("draft", () => drafter.Draft(request, cancellation));
                    evidence = drafted.Evidence;
                    var guarded = await steps.Take("guard", () => Check(new GuardedCase(drafted.Answer, evidence, question, triaged, policy, GuardedCase.NoTexts), recorder, cancellation));
                    attempts.Add(new Attempt(drafted.Answer, guarded, drafted.Calls));
                    if (drafted.Answer.Sentences.Count == 0)
                    {
                        break; // nothing was said, so nothing can be mended
                    }
                }
            }
            catch (NoDraft failed)
            {
                none = (failed.Code, failed.Message);
                attempts.Add(new Attempt(new Answer([], [], 0, failed.Message), new Guarded([], false), failed.Calls));
            }
        }

        var last = attempts.LastOrDefault();
        var decision = steps.Take("decide", () => Decide.On(new Considered(triaged, evidence, last?.Answer, last?.Guarded, attempts.Count > 1, none, policy)));
        return new Run(question, policy, triaged, evidence, recorder.Made, attempts, decision, none?.Code, steps.Taken);
    }

    /// <summary>The guard's verdict, with the texts before it that the answer cites.</summary>
    public static async Task<Guarded> Check(GuardedCase guarded, ILookups lookups, CancellationToken cancellation)
    {
        var texts = new Dictionary<(Guid, int), string>();
        foreach (var (document, version) in guarded.Answer.Sentences.Select(sentence => sentence.Citation).OfType<Citation>().Select(citation => (citation.DocumentId, citation.Version)).Distinct())
        {
            if (await lookups.TextOf(document, version, cancellation) is { } text)
            {
                texts[(document, version)] = text;
            }
        }

        return Guard.Check(guarded with { Texts = texts });
    }
}
