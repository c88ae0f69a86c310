using System.Reflection;
using Doorward.Platform.Postgres;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>The templates of one kind in one language. The text begins with its headers: Subject, Short and, for an entry in a calendar, Calendar.</summary>
internal sealed record KindWords(Template Subject, Template Short, Template? Calendar, Template Text, Template Html)
{
    public IEnumerable<Template> All => Calendar is null ? [Subject, Short, Text, Html] : [Subject, Short, Calendar, Text, Html];

    /// <exception cref="InvalidOperationException">A file or a header is not there.</exception>
    public static KindWords Load(NoticeKind kind, Language language)
    {
        var root = kind.Owner.Assembly.GetName().Name!;
        var folder = kind.Owner.Namespace![(root.Length + 1)..].Replace('.', '/');
        var file = $"{folder}/Words/{language.Code}/{kind.Name}";
        _ = kind.GoneStatement is { } gone ? Sql.Beside(kind.Owner, gone) : null; // a file that is not there is found now, not with the first mail
        var (headers, text) = Split(Read(kind.Owner.Assembly, $"{file}.txt"));
        return new KindWords(
            Header("Subject"), Header("Short"), kind.Calendar is null ? null : Header("Calendar"),
            new Template($"{file}.txt", text, isHtml: false), new Template($"{file}.html", Read(kind.Owner.Assembly, $"{file}.html"), isHtml: true));

        Template Header(string name) => headers.TryGetValue(name, out var value)
            ? new Template($"{file}.txt", value, isHtml: false)
            : throw new InvalidOperationException($"{file}.txt has no line that begins with {name}:");
    }

    /// <exception cref="InvalidOperationException">There is no such file.</exception>
    public static string Read(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no words {file}: every kind of notice has them in every language.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static (Dictionary<string, string> Headers, string Text) Split(string file)
    {
        var parts = file.Split("\n\n", 2);
        var headers = parts[0].Split('\n').Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        return (headers, parts.Length == 2 ? parts[1] : "");
    }
}
