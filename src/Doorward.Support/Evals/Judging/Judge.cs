using System.Globalization;
using Doorward.Support.Copilot.Runs;
using Doorward.Support.Evals.Golden;

namespace Doorward.Support.Evals.Judging;

/// <summary>Compares what the copilot made of a case with what is known to be right.</summary>
internal sealed class Judge(string tier, IReadOnlyDictionary<Guid, (string Path, string Title)> documents)
{
    // What a person reads before they give up; as the search itself is measured.
    private const int FirstFound = 3;

    public CaseResult Of(GoldenCase one, Run run)
    {
        var answer = run.Passed?.Body ?? "";
        return new CaseResult(
            one, [.. Triaged(one, run), .. Routed(one.Expected, run), .. tier == Tiers.Quality ? Answers(one.Expected, run, answer) : []], run.Triaged.Intent,
            run.Decision!.Status, run.Decision.Code, run.Decision.Confidence, answer, run.Model, run.ReadTokens, run.WrittenTokens, run.Steps);
    }

    private static IEnumerable<Verdict> Triaged(GoldenCase one, Run run)
    {
        var (expected, came) = (one.Expected, run.Triaged);
        return new (string Measure, string? Expected, string Came)[]
        {
            (Measures.Intent, expected.Intent, came.Intent), (Measures.Category, expected.Category, came.Category), (Measures.Urgency, expected.Urgency, came.Urgency),
            (Measures.Sentiment, expected.Sentiment, came.Sentiment), (Measures.Language, one.Language, came.Language),
        }.Where(pair => pair.Expected is not null).Select(pair => new Verdict(pair.Measure, pair.Expected!, pair.Came, pair.Expected == pair.Came));
    }

    private IEnumerable<Verdict> Routed(Expected expected, Run run)
    {
        if (expected.Routing is { } routing)
        {
            // A model that failed escalates everything; that is no decision, and never the right one.
            var came = run.Failure is not null ? "failed" : run.Decision!.IsSuggested ? Measures.Answered : Measures.Escalated;
            var told = string.Create(CultureInfo.InvariantCulture, $"{came} ({run.Decision!.Code}, confidence {run.Decision.Confidence:0.00})");
            yield return new Verdict(Measures.Routing, routing, told, routing == came);
        }

        if (expected.Citations.Count > 0)
        {
            yield return Sources(Measures.Retrieval, expected, run.Evidence.Passages.Take(FirstFound).Select(found => Source(found.Passage.DocumentId, found.Passage.Heading)));
        }
    }

    private IEnumerable<Verdict> Answers(Expected expected, Run run, string answer)
    {
        if (expected.Citations.Count > 0)
        {
            var cited = (run.Passed?.Sentences ?? []).Select(sentence => sentence.Citation).OfType<Copilot.Citation>();
            yield return Sources(Measures.Citations, expected, cited.Select(citation => Source(citation.DocumentId, citation.Heading)));
        }

        if (expected.Must.Count > 0)
        {
            yield return Phrases(Measures.Must, expected.Must, missing: expected.Must.Where(phrase => !phrase.IsIn(answer)), "without");
        }

        if (expected.MustNot.Count > 0)
        {
            yield return Phrases(Measures.MustNot, expected.MustNot, missing: expected.MustNot.Where(phrase => phrase.IsIn(answer)), "with");
        }

        if (run.Attempts is [.., { Answer.Sentences.Count: > 0, Guarded: var guarded }])
        {
            var codes = string.Join(", ", guarded.Findings.Select(finding => finding.Code).Distinct());
            yield return new Verdict(Measures.Guard, "passed", guarded.Passed ? "passed" : codes, guarded.Passed, Counts: false);
            yield return new Verdict(Measures.Grounded, "every sentence has its source", codes, guarded.Findings.All(finding => finding.Badge != "grounded"), Counts: false);
        }
    }

    private static Verdict Sources(string measure, Expected expected, IEnumerable<Source> came)
    {
        var sources = came.Distinct().ToList();
        return new Verdict(
            measure, string.Join("; ", expected.Citations.Select(citation => citation.Written)), sources.Count == 0 ? "nothing" : string.Join("; ", sources),
            expected.Citations.All(citation => sources.Any(citation.Is)));
    }

    private static Verdict Phrases(string measure, IReadOnlyList<ExpectedPhrase> expected, IEnumerable<ExpectedPhrase> missing, string how)
    {
        var wrong = missing.ToList();
        return new Verdict(
            measure, Written(expected), wrong.Count == 0 ? "as expected" : $"an answer {how} {Written(wrong)}", wrong.Count == 0);
    }

    private static string Written(IEnumerable<ExpectedPhrase> phrases) => string.Join("; ", phrases.Select(phrase => $"\"{phrase.Written}\""));

    // A model may cite what was withdrawn in the meantime.
    private Source Source(Guid document, string heading) =>
        documents.TryGetValue(document, out var known) ? new Source(known.Path, known.Title, heading) : new Source(document.ToString(), "", heading);
}
