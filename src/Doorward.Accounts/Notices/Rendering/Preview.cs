using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>Shows the words of a kind with its example's facts, without a database.</summary>
public sealed class Preview(IEnumerable<NoticeKind> kinds)
{
    private const string Reader = "Maria Alves";
    private const string Somebody = "Ana Costa";

    private readonly NoticeWords _words = new(kinds);

    /// <summary>Every kind and when it is made.</summary>
    public IEnumerable<(string Name, string Meaning, IReadOnlyList<string> Channels, bool CanBeTurnedOff)> Kinds =>
        _words.Kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => (kind.Name, kind.Meaning, kind.Channels, kind.CanBeTurnedOff));

    /// <summary>The languages that there are.</summary>
    public static IEnumerable<string> Languages => Language.All.Select(language => language.Code);

    /// <summary>The mail of that kind: with its subject as text, or as the HTML page it is. Null: there is no such kind.</summary>
    public string? Show(string kind, string language, bool asText)
    {
        if (Render(kind, language) is not { } notice)
        {
            return null;
        }

        return asText ? $"Subject: {notice.Subject}\nShort: {notice.Short}\n\n{notice.Text}" : notice.Html;
    }

    internal RenderedNotice? Render(string name, string language)
    {
        if (_words.Find(name) is not { } kind)
        {
            return null;
        }

        var facts = JsonSerializer.SerializeToElement(kind.Example, kind.Example.GetType(), DoorwardJson.Options);
        return _words.Render(new NoticeToRender(
            name, NoticeWords.LanguageOf(language, "en"), facts, Facts.PeopleIn(kind, facts).Distinct().ToDictionary(id => id, _ => Somebody), Reader, "Casa Nova",
            "https://desk.example.com", kind.Link is null ? null : $"https://desk.example.com{kind.Link.Path.Replace("{secret}", "SECRET", StringComparison.Ordinal)}",
            kind.CanBeTurnedOff ? "https://desk.example.com/unsubscribe/ID?token=SECRET" : null));
    }
}
