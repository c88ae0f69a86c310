using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Evals.Golden;

/// <summary>Words or a value of an answer, as they are written in a case: <c>not included|not in the rent</c>, any one of several.</summary>
internal sealed record ExpectedPhrase(string Written)
{
    private readonly IReadOnlyList<string> _any =
        [.. Written.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Plain)];

    public bool IsUsable => _any.Count > 0;

    /// <summary>Whether it stands there, whatever its case, accents and blanks; as whole words and numbers, so that €12 is not found in €120.</summary>
    public bool IsIn(string text)
    {
        var plain = Plain(text);
        return _any.Any(phrase => StandsIn(plain, phrase));
    }

    private static string Plain(string text) => string.Join(' ', Folding.Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool StandsIn(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            if (!Continues(text, at - 1, phrase[0], -1) && !Continues(text, at + phrase.Length, phrase[^1], 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether what stands beside the phrase belongs to its outermost word or number: 1,000 does not end at 1.</summary>
    private static bool Continues(string text, int beside, char edge, int step)
    {
        if (beside < 0 || beside >= text.Length || !char.IsLetterOrDigit(edge))
        {
            return false;
        }

        var beyond = beside + step;
        return char.IsLetterOrDigit(text[beside])
            || (char.IsDigit(edge) && text[beside] is (',' or '.') && beyond >= 0 && beyond < text.Length && char.IsDigit(text[beyond]));
    }
}
