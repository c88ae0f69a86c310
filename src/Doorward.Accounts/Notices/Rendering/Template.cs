using System.Text;
using System.Text.RegularExpressions;

namespace Doorward.Accounts.Notices.Rendering;

/// <summary>A text with placeholders <c>{{fact}}</c> or <c>{{fact | day}}</c>. In HTML what is put in is escaped, whatever it is.</summary>
internal sealed partial class Template
{
    private readonly List<(string Text, Placeholder? Hole)> _parts = [];
    private readonly bool _isHtml;

    /// <param name="name">Whose it is, for complaints.</param>
    /// <exception cref="InvalidOperationException">A brace is left over: a placeholder is misspelt.</exception>
    public Template(string name, string text, bool isHtml)
    {
        (Name, _isHtml) = (name, isHtml);
        var at = 0;
        foreach (Match match in Hole().Matches(text))
        {
            Literal(text[at..match.Index]);
            _parts.Add(("", new Placeholder(match.Groups[1].Value, match.Groups[2].Success ? match.Groups[2].Value : null)));
            at = match.Index + match.Length;
        }

        Literal(text[at..]);
    }

    public string Name { get; }

    public IEnumerable<Placeholder> Placeholders => _parts.Select(part => part.Hole).OfType<Placeholder>();

    public string Render(Func<Placeholder, string> valueOf)
    {
        var text = new StringBuilder();
        foreach (var (literal, hole) in _parts)
        {
            // A name with line breaks or other controls in it would begin lines of its own: in a text, in a subject.
            var value = hole is null ? literal : OneLine(valueOf(hole));
            text.Append(hole is not null && _isHtml ? Html.Escape(value) : value);
        }

        return text.ToString();
    }

    /// <summary>With values that are put in as they are: lines, tags and all.</summary>
    public string RenderRaw(Func<string, string> valueOf) =>
        string.Concat(_parts.Select(part => part.Hole is null ? part.Text : valueOf(part.Hole.Fact)));

    /// <summary>Control characters, line and paragraph separators become spaces.</summary>
    internal static string OneLine(string value) => Controls().Replace(value, " ");

    private void Literal(string text)
    {
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("}}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Name}: a placeholder is written {{{{fact}}}} or {{{{fact | format}}}}.");
        }

        if (text.Length > 0)
        {
            _parts.Add((text, null));
        }
    }

    [GeneratedRegex(@"\{\{\s*([a-z][a-z0-9_]*)\s*(?:\|\s*([a-z_]+)\s*)?\}\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+")]
    private static partial Regex Controls();
}

/// <summary>A fact's place in a template.</summary>
internal sealed record Placeholder(string Fact, string? Format);
