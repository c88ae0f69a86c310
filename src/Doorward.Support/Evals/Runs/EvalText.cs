using System.Globalization;
using System.Text;
using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Support.Evals.Judging;

namespace Doorward.Support.Evals.Runs;

/// <summary>A run as people read it in a terminal, and as programs read it from a file.</summary>
internal static class EvalText
{
    public static string Of(EvalRun run, Differences? differences)
    {
        var text = new StringBuilder();
        Head(text, run);
        Scores(text, run, differences);
        Confusions(text, run);
        Confidences(text, run);
        Failures(text, run);
        Changes(text, differences);
        return text.ToString();
    }

    /// <summary>Without the messages and answers: a file of numbers may go where the set may not.</summary>
    public static string AsJson(EvalRun run, Differences? differences) => JsonSerializer.Serialize(
        new
        {
            run = run.Id, golden_set = run.Set.Name, set_digest = Hex(run.Set.Digest), run.Tier, cases = run.Results.Count, run.Passed, run.Summary.Scores, gate = run.Gate?.Least, run.GatePassed,
            program = EvalRun.Program, policy_digest = Hex(run.Ground.PolicyDigest), run.Ground.KnowledgeRevision, knowledge_digest = Hex(run.Ground.KnowledgeDigest), run.Model,
            run.ReadTokens, run.WrittenTokens, run.BeganAt, run.FinishedAt, run.Summary.Confusions, run.Summary.Confidences, run.Summary.Steps,
            failed = run.Results.Where(result => !result.Passed).Select(result => new { id = result.Case.Id, verdicts = result.Verdicts.Where(verdict => !verdict.Right) }),
            compared_with = differences is null ? null : new { run = differences.Before.Id, differences.Right, differences.Wrong, differences.Added, differences.Gone },
        },
        DoorwardJson.Options);

    private static void Head(StringBuilder text, EvalRun run)
    {
        Line(text, $"{run.Set.Name}, tier {run.Tier}: {run.Passed} of {run.Results.Count} cases passed in {(run.FinishedAt - run.BeganAt).TotalSeconds:0.0} s");
        Line(text, $"run {run.Id}, program {EvalRun.Program}, {(run.Model is null ? "no model" : $"model {run.Model}, {run.ReadTokens + run.WrittenTokens} tokens")}");
        Line(text, $"set {Short(run.Set.Digest)}, policy {Short(run.Ground.PolicyDigest)}, knowledge {Short(run.Ground.KnowledgeDigest)} ({run.Ground.Documents.Count} documents)");
        Line(text, $"steps, median and slowest ms: {string.Join(", ", run.Summary.Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Step} {step.Median:0.#}/{step.Slowest:0.#}")))}");
    }

    private static void Scores(StringBuilder text, EvalRun run, Differences? differences)
    {
        Line(text, $"\n{"measure",-12} {"right",6} {"of",5} {"share",7} {"before",7} {"gate",7}");
        foreach (var measure in Measures.Of(run.Tier))
        {
            var score = run.Summary.Scores.FirstOrDefault(one => one.Measure == measure);
            double? least = run.Gate is { } gate && gate.Least.TryGetValue(measure, out var asked) ? asked : null;
            if (score is null && least is null)
            {
                continue;
            }

            var before = differences?.Before.Scores.FirstOrDefault(one => one.Measure == measure)?.Share;
            var verdict = least is null ? "" : run.Gate!.Holds(measure, run.Summary.Scores) ? "  reached" : "  MISSED";
            Line(text, $"{measure,-12} {score?.Right,6} {score?.Of ?? 0,5} {Share(score?.Share),7} {Share(before),7} {Share(least),7}{verdict}");
        }

        if (run.GatePassed is { } passed)
        {
            Line(text, $"{(passed ? "The gate holds." : "The gate does not hold.")}");
        }
    }

    private static void Confusions(StringBuilder text, EvalRun run)
    {
        var wrong = run.Summary.Confusions.Where(one => one.Expected != one.Came).ToList();
        if (wrong.Count > 0)
        {
            Line(text, $"\n{"intent",-12} {"taken for",-12} {"cases",5}");
            wrong.ForEach(one => Line(text, $"{one.Expected,-12} {one.Came,-12} {one.Cases,5}"));
        }
    }

    private static void Confidences(StringBuilder text, EvalRun run)
    {
        if (run.Summary.Confidences.Count > 0)
        {
            Line(text, $"\n{"confidence",-12} {"answers",7} {"right",6} {"mean",7}");
            foreach (var one in run.Summary.Confidences)
            {
                Line(text, $"{$"from {one.From.ToString("0.0", CultureInfo.InvariantCulture)}",-12} {one.Answers,7} {one.Right,6} {Share(one.Mean),7}");
            }
        }
    }

    private static void Failures(StringBuilder text, EvalRun run)
    {
        var failed = run.Results.Where(result => !result.Passed).ToList();
        if (failed.Count > 0)
        {
            Line(text, $"\nfailed");
        }

        foreach (var result in failed)
        {
            Line(text, $"  {result.Case.Id}");
            foreach (var verdict in result.Verdicts.Where(verdict => verdict is { Right: false, Counts: true }))
            {
                Line(text, $"    {verdict.Measure}: expected {verdict.Expected}, came {verdict.Came}");
            }
        }
    }

    private static void Changes(StringBuilder text, Differences? differences)
    {
        if (differences is null)
        {
            return;
        }

        var (before, right, wrong) = (differences.Before, differences.Right, differences.Wrong);
        Line(text, $"\nsince run {before.Id} of {before.FinishedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {right.Count} newly right, {wrong.Count} newly wrong, {differences.Added} new cases, {differences.Gone} gone");
        foreach (var id in right)
        {
            Line(text, $"  + {id}");
        }

        foreach (var id in wrong)
        {
            Line(text, $"  - {id}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Hex(byte[] digest) => Convert.ToHexStringLower(digest);

    private static string Short(byte[] digest) => Hex(digest)[..12];
}
