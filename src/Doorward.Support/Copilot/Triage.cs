using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot;

/// <summary>What kind of message it is.</summary>
/// <param name="Intent">What the customer wants, as the word lists call it: visit, cancel, payment, …; <c>other</c> where they do not tell.</param>
/// <param name="Category">Which part of the agency's work it belongs to.</param>
/// <param name="Sentiment">POSITIVE, NEUTRAL or NEGATIVE.</param>
/// <param name="Urgency">HIGH, NORMAL or LOW.</param>
/// <param name="Language">en or pt: the language to answer in.</param>
/// <param name="Clarity">From 0 to 1: how plainly the words said what is wanted.</param>
internal sealed record Triaged(string Intent, string Category, string Sentiment, string Urgency, string Language, double Clarity);

/// <summary>
/// The first step: rules and word lists, and no model. It must work offline, cost nothing, and never be talked into anything.
/// </summary>
internal static class Triage
{
    // These decide as soon as a word of theirs is there: missing one would cost the customer more than answering a question late.
    private static readonly string[] Strong = ["legal", "person", "complaint", "repair", "cancel", "reschedule"];
    private const int LongestCourtesy = 12;

    private static readonly string[] Courtesies = ["thanks", "greeting"];

    /// <summary>Every intent that there is.</summary>
    public static IReadOnlyList<string> Intents { get; } = [.. WordLists.English.Intents.Keys, "other"];

    /// <summary>Every category that there is.</summary>
    public static IReadOnlyList<string> Categories { get; } = [.. Intents.Select(Category).Distinct()];

    /// <param name="body">The customer's message.</param>
    /// <param name="spoken">The language of the conversation so far, for a message too short to tell; null where that is not known either.</param>
    public static Triaged Of(string body, string? spoken)
    {
        var language = WordLists.LanguageOf(body) ?? spoken ?? "en";
        var words = WordLists.Of(language);
        var tokens = new Tokens(body);
        var (intent, clarity) = Intent(tokens, words, asks: body.Contains('?', StringComparison.Ordinal));
        return new Triaged(intent, Category(intent), Sentiment(tokens, words, body), Urgency(tokens, words, intent), language, clarity);
    }

    private static (string Intent, double Clarity) Intent(Tokens tokens, WordLists words, bool asks)
    {
        if (Strong.FirstOrDefault(intent => tokens.Has(words.Intents[intent])) is { } strong)
        {
            return (strong, 1);
        }

        var found = words.Intents
            .Where(intent => !Strong.Contains(intent.Key) && !Courtesies.Contains(intent.Key))
            .Select(intent => (Intent: intent.Key, Hits: Said(intent.Value)))
            .Where(found => found.Hits > 0)
            .OrderByDescending(found => found.Hits)
            .ThenByDescending(found => found.Intent is "visit") // the calendar fills while we look things up
            .ToList();
        return found switch
        {
            // a greeting in front of a question that we do not know is no greeting
            [] => !asks && tokens.Words.Count <= LongestCourtesy && Courtesies.FirstOrDefault(intent => tokens.Has(words.Intents[intent])) is { } courtesy
                ? (courtesy, 0.8)
                : ("other", 0.2),
            [var only] => (only.Intent, 1),
            [var first, var second, ..] => (first.Intent, first.Hits > second.Hits ? 0.8 : 0.6),
        };

        // who has no guarantor asks about guarantors all the same
        int Said(IReadOnlyList<string> phrases)
        {
            var (plain, negated) = tokens.Count(phrases, words.Language);
            return plain + negated;
        }
    }

    /// <summary>The part of the work that an intent belongs to.</summary>
    public static string Category(string intent) => intent switch
    {
        "visit" or "cancel" or "reschedule" or "my_bookings" => "visits",
        "payment" => "money",
        "documents" or "tenancy" => "tenancy",
        "repair" => "repairs",
        "property" => "properties",
        "complaint" or "legal" => "complaints",
        _ => "general",
    };

    private static string Sentiment(Tokens tokens, WordLists words, string body)
    {
        var (bad, notBad) = tokens.Count(words.Negative, words.Language);
        var (good, notGood) = tokens.Count(words.Positive, words.Language);
        var shouts = body.Count(char.IsLetter) > 20 && body.Count(char.IsUpper) > body.Count(char.IsLetter) * 0.7;
        var score = good + notBad - (2 * (bad + notGood)) - (shouts ? 1 : 0);
        return score < 0 ? "NEGATIVE" : score > 0 ? "POSITIVE" : "NEUTRAL";
    }

    private static string Urgency(Tokens tokens, WordLists words, string intent)
    {
        var (urgent, notUrgent) = tokens.Count(words.Urgent, words.Language);
        var unhurried = tokens.Has(words.Unhurried) || notUrgent > urgent;
        return urgent > 0 && !unhurried ? "HIGH" : unhurried || intent is "thanks" or "greeting" ? "LOW" : "NORMAL";
    }
}
