using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>
/// The words of every kind in every language, read and checked when the program starts: a file that is missing, or a placeholder for a fact that
/// the kind does not have, stops it there, and not on the day somebody is to be told.
/// </summary>
internal sealed class NoticeWords
{
    // What every template may ask for: who reads, whose agency, and where Doorward is.
    private static readonly string[] Always = ["recipient", "organization", "public_url"];

    private readonly Dictionary<string, NoticeKind> _kinds;
    private readonly Dictionary<(string Kind, string Language), KindWords> _words = [];
    private readonly Dictionary<string, Frame> _frames;

    /// <exception cref="InvalidOperationException">All that is wrong with the templates.</exception>
    public NoticeWords(IEnumerable<NoticeKind> kinds)
    {
        _kinds = kinds.ToDictionary(kind => kind.Name);
        _frames = Language.All.ToDictionary(language => language.Code, language => new Frame(language));
        var complaints = new List<string>();
        foreach (var kind in _kinds.Values)
        {
            var facts = Facts.Of(kind, Always);
            foreach (var language in Language.All)
            {
                var words = KindWords.Load(kind, language);
                _words[(kind.Name, language.Code)] = words;
                complaints.AddRange(
                    from template in words.All
                    from hole in template.Placeholders
                    where !facts.Contains(hole.Fact) || (hole.Format is { } format && !Facts.Formats.Contains(format))
                    select $"{template.Name} asks for {hole.Fact}{(hole.Format is null ? "" : $" | {hole.Format}")}, which {kind.Name} does not have.");
            }
        }

        if (complaints.Count > 0)
        {
            throw new InvalidOperationException(string.Join("\n", complaints));
        }
    }

    public IReadOnlyCollection<NoticeKind> Kinds => _kinds.Values;

    public NoticeKind? Find(string kind) => _kinds.GetValueOrDefault(kind);

    /// <summary>A language that there is: the asked for, its family (pt for pt-BR), or else the fallback.</summary>
    public static Language LanguageOf(string? asked, string fallback) =>
        Named(asked) ?? Named(asked?.Split('-')[0]) ?? Named(fallback) ?? Language.All[0];

    /// <summary>A notice in its reader's language.</summary>
    public RenderedNotice Render(NoticeToRender notice)
    {
        var kind = _kinds[notice.Kind];
        var known = new Dictionary<string, string>
        {
            ["recipient"] = notice.Recipient, ["organization"] = notice.Organization, ["public_url"] = notice.PublicUrl.TrimEnd('/'),
        };
        if (notice.Link is not null)
        {
            known["link"] = notice.Link;
        }

        var facts = new Facts(kind, notice.Language, notice.Facts, notice.Names, known);
        var words = _words[(kind.Name, notice.Language.Code)];
        var subject = words.Subject.Render(facts.Value);
        var unsubscribe = notice.UnsubscribeLink;
        return new RenderedNotice(
            subject, words.Short.Render(facts.Value),
            _frames[notice.Language.Code].Text(words.Text.Render(facts.Value), notice.Organization, unsubscribe),
            _frames[notice.Language.Code].Html(subject, words.Html.Render(facts.Value), notice.Organization, unsubscribe),
            kind.Calendar?.Invoke(notice.Facts.Deserialize(kind.Example.GetType(), DoorwardJson.Options)!), words.Calendar?.Render(facts.Value));
    }

    private static Language? Named(string? code) => Language.All.FirstOrDefault(language => language.Code == code);
}

/// <summary>A notice and what its templates need beside its facts.</summary>
/// <param name="Link">Where <c>{{link}}</c> leads.</param>
/// <param name="UnsubscribeLink">Where a reader turns such mail off; null for kinds that cannot be, and outside of mail.</param>
internal sealed record NoticeToRender(
    string Kind, Language Language, JsonElement Facts, IReadOnlyDictionary<Guid, string> Names, string Recipient, string Organization, string PublicUrl,
    string? Link = null, string? UnsubscribeLink = null);

/// <summary>A notice in words.</summary>
internal sealed record RenderedNotice(string Subject, string Short, string Text, string Html, CalendarEntry? Calendar, string? CalendarTitle);
