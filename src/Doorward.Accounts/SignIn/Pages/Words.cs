using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Doorward.Accounts.SignIn.Pages;

/// <summary>The words of the pages in one language. A language is one file, <c>Words.xx.cs</c>.</summary>
internal sealed partial class Words
{
    private readonly FrozenDictionary<string, string> _words;

    private Words(string language, Dictionary<string, string> words) => (Language, _words) = (language, words.ToFrozenDictionary());

    /// <summary>All of them; the first where nothing else is asked for.</summary>
    public static IReadOnlyList<Words> All { get; } = [new("en", English()), new("pt", Portuguese())];

    /// <summary>As in the attribute lang.</summary>
    public string Language { get; }

    public IEnumerable<string> Keys => _words.Keys;

    public string this[string key] => _words[key];

    /// <summary>Those that the browser prefers (RFC 9110 section 12.5.4).</summary>
    public static Words For(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(asked => asked.Quality ?? 1)
        .Where(asked => asked.Quality is not 0)
        .Select(asked => All.FirstOrDefault(words => asked.Value.StartsWith(words.Language, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(words => words is not null) ?? All[0];
}
