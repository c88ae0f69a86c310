using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Rules;
using Doorward.Support.Copilot.Runs;

namespace Doorward.Support.Copilot.Outside;

/// <summary>
/// What the pipeline does with an answer that it did not write: triage, sources, guard, decide. The sources are looked up here, so that the guard compares
/// the answer with what Doorward knows and not with what a worker says. There is no repair: nobody is there to be asked.
/// </summary>
internal static class OutsidePipeline
{
    private const string GaveUp = "external_escalated";

    public static async Task<Run> Weigh(Question question, Policy policy, ReceivedDraft received, ILookups lookups, Steps steps, CancellationToken cancellation)
    {
        var recorder = new Recorder(lookups);
        var triaged = steps.Take("triage", () => Triage.Of(question.Body, question.Spoken));
        (string Code, string Says)? none = received.Type == ReceivedDraft.Escalated ? (GaveUp, received.Draft.Reason!) : null;
        var (evidence, attempts) = (Evidence.None, new List<Attempt>());
        if (Decide.ToPeople(triaged, policy) is null && received.Draft.Sentences.Count > 0)
        {
            (var answer, evidence) = await steps.Take("sources", () => OutsideSources.Of(received.Draft, question, triaged, recorder, cancellation));
            var guarded = await steps.Take("guard", () => Pipeline.Check(
                new GuardedCase(answer, evidence, question, triaged, policy, GuardedCase.NoTexts), recorder, cancellation));
            attempts.Add(new Attempt(answer, guarded, []));
        }

        var last = attempts.LastOrDefault();
        var decision = steps.Take("decide", () => Decide.On(new Considered(triaged, evidence, last?.Answer, last?.Guarded, false, none, policy)));
        return new Run(question, policy, triaged, evidence, recorder.Made, attempts, decision, none?.Code, steps.Taken, received);
    }
}
