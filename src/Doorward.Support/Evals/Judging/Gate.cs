using System.Globalization;
using System.Text.Json;

namespace Doorward.Support.Evals.Judging;

/// <summary>What a run must reach, by measure: <c>{"routing": 0.9, "must_not": 1.0}</c>.</summary>
internal sealed record Gate(IReadOnlyDictionary<string, double> Least)
{
    private static readonly JsonSerializerOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>From a file of JSON, or from thresholds as they are typed: <c>routing=0.9,must_not=1</c>.</summary>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static Gate? Read(string given, string tier, out string? problem)
    {
        var least = File.Exists(given) ? FromFile(given) : FromWords(given);
        problem = least switch
        {
            null when File.Exists(given) => $"The gate {given} is no JSON object of measures and numbers, such as {{\"routing\": 0.9, \"must_not\": 1.0}}.",
            null => $"The gate {given} is no file, and no thresholds such as routing=0.9,must_not=1.",
            { Count: 0 } => "The gate asks for nothing.",
            _ when least.Keys.Except(Measures.Of(tier)).FirstOrDefault() is { } unknown =>
                $"The gate speaks of {unknown}, which the tier {tier} does not measure; it measures {string.Join(", ", Measures.Of(tier))}.",
            _ when least.FirstOrDefault(one => one.Value is not (>= 0 and <= 1)) is { Key: { } beyond } => $"The gate asks {beyond} to reach a number that is not from 0 to 1.",
            _ => null,
        };
        return problem is null ? new Gate(least!) : null;
    }

    /// <summary>Whether a measure is reached; what no case is judged by is not.</summary>
    public bool Holds(string measure, IReadOnlyList<Score> scores) =>
        !Least.TryGetValue(measure, out var least) || scores.FirstOrDefault(score => score.Measure == measure) is { } score && score.Share >= least;

    /// <summary>Whether all of it is reached.</summary>
    public bool Holds(IReadOnlyList<Score> scores) => Least.Keys.All(measure => Holds(measure, scores));

    private static Dictionary<string, double>? FromFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path), Strict);
        }
        catch (Exception unusable) when (unusable is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, double>? FromWords(string words)
    {
        var least = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Split('=', StringSplitOptions.TrimEntries) is not [var measure, var number]
                || !double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || !least.TryAdd(measure, share))
            {
                return null;
            }
        }

        return least;
    }
}
