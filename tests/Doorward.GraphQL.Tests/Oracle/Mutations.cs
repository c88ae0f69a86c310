namespace Doorward.GraphQL.Tests.Oracle;

/// <summary>Damages a text: characters taken out, doubled, exchanged, put in.</summary>
public static class Mutations
{
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", ":", "!", "$", "@", "...", ".", "..", "|", "&", "=", "\"", "\"\"\"", "\\", "\\u", "\\u{1F600}", "\\ud83d\\ude00", "\\ud83d", "#", "# x\n",
        "\n", "\r", "\r\n", "\t", ",", "\uFEFF", "0", "00", "1.", "1e", "1.5e+3", "-", "-0", "a1", "é", "😀", "null", "true", "on", "query", "fragment", "type", "extend", "directive",
        "subscription", "\"desc\" ", "\u0000", "\u0007", "'",
    ];

    public static string Of(string text, int seed)
    {
        var random = new Random(seed);
        for (var i = random.Next(0, 4); i > 0 && text.Length > 2; i--)
        {
            var at = random.Next(text.Length - 1);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at)),
                1 => text.Insert(at, text.Substring(at, Math.Min(random.Next(1, 12), text.Length - at))),
                2 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Remove(at, 1).Insert(at, Pieces[random.Next(Pieces.Length)]),
            };
        }

        return text;
    }
}
