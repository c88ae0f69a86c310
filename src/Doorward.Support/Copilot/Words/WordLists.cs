using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Support.Copilot.Words;

/// <summary>What triage knows of one language; embedded as <c>en.json</c> and <c>pt.json</c>.</summary>
/// <param name="Common">The commonest words, by which the language is told, and which say nothing about a text's content.</param>
/// <param name="Openers">Words that may begin a sentence in upper case without being a name.</param>
/// <param name="Courtesy">Words that a courtesy may use beside the commonest: they state nothing.</param>
/// <param name="Intents">What the customer wants, by the phrases that say so. The strong ones decide as soon as one is present.</param>
internal sealed record WordLists(
    string Language,
    HashSet<string> Common,
    HashSet<string> Openers,
    HashSet<string> Courtesy,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Intents,
    IReadOnlyList<string> Positive,
    IReadOnlyList<string> Negative,
    IReadOnlyList<string> Urgent,
    IReadOnlyList<string> Unhurried)
{
    public static WordLists English { get; } = Read("en");

    public static WordLists Portuguese { get; } = Read("pt");

    /// <summary>Of a language; English where it is not known.</summary>
    public static WordLists Of(string? language) => language is "pt" ? Portuguese : English;

    /// <summary>The language of a text, by its commonest words and what it is about; null where they do not tell.</summary>
    public static string? LanguageOf(string text)
    {
        var tokens = new Tokens(text);
        var (english, portuguese) = (Score(English), Score(Portuguese));
        // Letters that English does not write weigh as words.
        portuguese += 2 * text.Count(letter => "ãõçáéíóúâêôàÃÕÇÁÉÍÓÚÂÊÔÀ".Contains(letter, StringComparison.Ordinal));
        return english == portuguese ? null : english > portuguese ? "en" : "pt";

        int Score(WordLists lists) => tokens.Words.Count(lists.Common.Contains) + lists.Intents.Values.Count(tokens.Has);
    }

    private static WordLists Read(string language)
    {
        using var file = typeof(WordLists).Assembly.GetManifestResourceStream($"Copilot/Words/{language}.json")
            ?? throw new InvalidOperationException($"The word list {language}.json is not embedded.");
        return JsonSerializer.Deserialize<WordLists>(file, DoorwardJson.Options)!;
    }
}
