using System.Text.Json;

namespace Doorward.Support.Evals.Golden;

/// <summary>Reads cases from JSON Lines, all of them before anything is tried, so that everything that is wrong is told at once.</summary>
internal sealed class GoldenReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly List<GoldenCase> _cases = [];
    private readonly List<GoldenProblem> _problems = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public IReadOnlyList<GoldenCase> Cases => _cases;

    /// <summary>What is wrong, the first few of it.</summary>
    public IReadOnlyList<GoldenProblem> Problems => [.. _problems.Take(GoldenLimits.Problems)];

    /// <summary>Reads a file's text: a case a line; empty lines are passed over.</summary>
    public GoldenReader Read(string path, string text)
    {
        foreach (var (n, line) in text.TrimStart('\uFEFF').Split('\n').Index().Where(line => !string.IsNullOrWhiteSpace(line.Item)))
        {
            Read(path, n + 1, line);
        }

        if (_cases.Count > GoldenLimits.Cases)
        {
            _problems.Add(new GoldenProblem(path, null, $"A golden set has at most {GoldenLimits.Cases} cases. Divide it into several."));
        }

        return this;
    }

    /// <summary>Notes what is wrong with a file as a whole.</summary>
    public GoldenReader Complain(string path, string wrong)
    {
        _problems.Add(new GoldenProblem(path, null, wrong));
        return this;
    }

    /// <summary>
    /// Whether a text is one of cases and no document: every line of it is an object with an id and a message. Such a text is never imported as
    /// knowledge, whatever its file is called.
    /// </summary>
    public static bool IsGolden(string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return lines.Count > 0 && lines.All(LooksLikeCase);
    }

    private static bool LooksLikeCase(string line)
    {
        if (line.TrimStart() is not ['{', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            return document.RootElement.TryGetProperty("id", out _) && (document.RootElement.TryGetProperty("message", out _) || document.RootElement.TryGetProperty("messages", out _));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    private void Read(string path, int number, string line)
    {
        var before = _problems.Count;
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var read = GoldenLine.Read(document.RootElement, wrong => _problems.Add(new GoldenProblem(path, number, wrong)));
            if (read is not null && !_ids.Add(read.Id))
            {
                _problems.Add(new GoldenProblem(path, number, $"There is a case {read.Id} already. Give each its own id."));
            }

            if (read is not null && _problems.Count == before)
            {
                _cases.Add(read);
            }
        }
        catch (JsonException malformed)
        {
            _problems.Add(new GoldenProblem(path, number, $"It is no JSON object on one line (character {malformed.BytePositionInLine + 1})."));
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // What System.Text.Json says where a text is read that is no valid UTF-16.
            _problems.Add(new GoldenProblem(path, number, "It holds half a character (a lone surrogate)."));
        }
    }
}
