using System.Collections.Frozen;
using System.Text;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>
/// What a password must be (NIST SP 800-63B): long, and not one that others try first. No digits or signs are demanded: they make passwords
/// harder to remember and no harder to guess.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 256;

    // What must be left of it without what everybody knows of its owner.
    private const int OfItsOwn = 8;

    // Those of the lists of leaked passwords that are long enough to get this far (from npm's @zxcvbn-ts/language-common 4.1.3, MIT).
    private static readonly FrozenSet<string> Common = ReadCommon();

    /// <summary>Which rule it breaks: <c>too_short</c>, <c>too_long</c>, <c>common</c>, <c>about_you</c>; null for none.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="known">What everybody knows: address, name, the agency's name.</param>
    public static string? Breaks(string password, params ReadOnlySpan<string> known)
    {
        var length = password.EnumerateRunes().Count();
        if (length < Shortest)
        {
            return "too_short";
        }

        if (length > Longest)
        {
            return "too_long";
        }

        var plain = Plain(password);
        return Common.Contains(password.ToLowerInvariant()) || IsRepeated(plain) ? "common"
            : IsAbout(plain, known) ? "about_you"
            : null;
    }

    // "aaaaaaaaaaaa", "abcabcabcabc", "passwordpassword": a short piece again and again; and rows of the alphabet and of digits.
    private static bool IsRepeated(string text)
    {
        for (var piece = 1; piece <= text.Length / 2 && piece <= OfItsOwn; piece++)
        {
            if (Enumerable.Range(piece, text.Length - piece).All(at => text[at] == text[at - piece]))
            {
                return true;
            }
        }

        return Enumerable.Range(1, text.Length - 1).All(at => text[at] - text[at - 1] == 1 || (text[at - 1], text[at]) is ('9', '0'))
            || Enumerable.Range(1, text.Length - 1).All(at => text[at] - text[at - 1] == -1 || (text[at - 1], text[at]) is ('0', '9'));
    }

    private static bool IsAbout(string plain, ReadOnlySpan<string> known)
    {
        var rest = plain;
        foreach (var fact in known)
        {
            foreach (var part in fact.Split('@', ' ', '.', '-', '_').Append(fact).Select(Plain).Where(part => part.Length >= 3).OrderByDescending(part => part.Length))
            {
                rest = rest.Replace(part, "", StringComparison.Ordinal);
            }
        }

        return rest.Length < OfItsOwn && rest.Length < plain.Length;
    }

    private static string Plain(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant();

    private static FrozenSet<string> ReadCommon()
    {
        using var lines = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("SignIn/Passwords/common.txt")!);
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
