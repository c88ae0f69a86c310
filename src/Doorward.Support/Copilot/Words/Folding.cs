namespace Doorward.Support.Copilot.Words;

/// <summary>
/// Text as word lists compare it: lower case, without accents, typographic quotes and dashes as plain ones. A character stays a character, so
/// that a place in the folded text is the same place in the original.
/// </summary>
internal static class Folding
{
    // The invariant program has no Unicode normalisation; these are the letters of the languages that the word lists speak, and their neighbours'.
    private const string Accented = "áàâãäåāçćčéèêëēęíìîïīñńóòôõöøōúùûüūýÿšśžźżł";
    private const string Plain = "aaaaaaaccceeeeeeiiiiinnooooooouuuuuyysszzzl";

    public static string Fold(string text) => string.Create(text.Length, text, static (folded, original) =>
    {
        for (var n = 0; n < original.Length; n++)
        {
            folded[n] = Fold(original[n]);
        }
    });

    private static char Fold(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        return lower switch
        {
            < (char)128 => lower,
            '’' or '‘' or '´' => '\'',
            '“' or '”' or '«' or '»' => '"',
            '–' or '—' or '‑' or '−' => '-',
            '\u00a0' or '\u202f' or '\u2009' => ' ',
            'º' => 'o',
            'ª' => 'a',
            _ => Accented.IndexOf(lower, StringComparison.Ordinal) is >= 0 and var at ? Plain[at] : lower,
        };
    }
}
