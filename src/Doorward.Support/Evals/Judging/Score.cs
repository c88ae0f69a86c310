using System.Text.Json.Serialization;

namespace Doorward.Support.Evals.Judging;

/// <summary>How well a run did by one measure; more is better.</summary>
/// <param name="Right">Cases that came out right.</param>
/// <param name="Of">Cases that were judged by it.</param>
/// <param name="Share">0 to 1. Of the calibration: 1 less the mean distance between confidence and what was right.</param>
internal sealed record Score(string Measure, int Right, int Of, double Share);

/// <summary>Messages of one intent that were taken for another, or for what they are.</summary>
internal sealed record Confusion(string Expected, string Came, int Cases);

/// <summary>Answers of about the same confidence, and how many of them were right.</summary>
internal sealed record Confidence(double From, int Answers, int Right, double Mean)
{
    [JsonIgnore]
    public double Error => Math.Abs(Mean - ((double)Right / Answers));
}

/// <summary>How long a step took, in milliseconds.</summary>
internal sealed record StepTime(string Step, double Median, double Slowest);

/// <summary>What the results of all cases come to.</summary>
internal sealed record Summary(IReadOnlyList<Score> Scores, IReadOnlyList<Confusion> Confusions, IReadOnlyList<Confidence> Confidences, IReadOnlyList<StepTime> Steps)
{
    private const double Bucket = 0.1;

    public static Summary Of(IReadOnlyList<CaseResult> results, string tier)
    {
        var confidences = tier == Tiers.Quality ? Calibrate(results) : [];
        return new Summary(
            [.. Measures.Of(tier).Select(measure => measure == Measures.Calibration ? OfCalibration(confidences) : ScoreOf(measure, results)).OfType<Score>()],
            [
                .. results.Where(result => result.Case.Expected.Intent is not null)
                    .GroupBy(result => (Expected: result.Case.Expected.Intent!, Came: result.Intent))
                    .Select(group => new Confusion(group.Key.Expected, group.Key.Came, group.Count()))
                    .OrderBy(one => one.Expected, StringComparer.Ordinal).ThenByDescending(one => one.Cases).ThenBy(one => one.Came, StringComparer.Ordinal),
            ],
            confidences,
            [
                .. results.SelectMany(result => result.Steps).GroupBy(step => step.Name)
                    .Select(steps => new StepTime(steps.Key, Round(Median([.. steps.Select(step => step.Milliseconds)])), Round(steps.Max(step => step.Milliseconds)))),
            ]);
    }

    /// <summary>Null: no case is judged by it.</summary>
    private static Score? ScoreOf(string measure, IReadOnlyList<CaseResult> results)
    {
        var all = results.SelectMany(result => result.Verdicts);
        var verdicts = (measure is Measures.Answered or Measures.Escalated
            ? all.Where(verdict => verdict.Measure == Measures.Routing && verdict.Expected == measure)
            : all.Where(verdict => verdict.Measure == measure)).ToList();
        var right = verdicts.Count(verdict => verdict.Right);
        return verdicts.Count == 0 ? null : new Score(measure, right, verdicts.Count, (double)right / verdicts.Count);
    }

    private static List<Confidence> Calibrate(IReadOnlyList<CaseResult> results) =>
    [
        .. results.Where(result => result.WasRight is not null)
            .GroupBy(result => Math.Min(9, (int)(result.Confidence / Bucket)))
            .OrderBy(group => group.Key)
            .Select(group => new Confidence(
                Math.Round(group.Key * Bucket, 1), group.Count(), group.Count(result => result.WasRight is true), group.Average(result => result.Confidence))),
    ];

    private static Score? OfCalibration(IReadOnlyList<Confidence> confidences)
    {
        var answers = confidences.Sum(one => one.Answers);
        return answers == 0 ? null : new Score(
            Measures.Calibration, confidences.Sum(one => one.Right), answers, 1 - (confidences.Sum(one => one.Error * one.Answers) / answers));
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, 2);
}
