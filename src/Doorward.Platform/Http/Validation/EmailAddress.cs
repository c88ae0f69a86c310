using System.Buffers;
using System.Text;

namespace Doorward.Platform.Http;

/// <summary>
/// The syntax of an e-mail address that people really have: RFC 5321's dot-string at a domain, with letters of every
/// script (RFC 6531). Quoted local parts and address literals are legal and refused: nobody has one, header injection loves them.
/// </summary>
public static class EmailAddress
{
    private static readonly SearchValues<char> LocalMarks = SearchValues.Create("!#$%&'*+-/=?^_`{|}~.");

    /// <summary>RFC 5321 section 4.5.3.1: 64 octets before the @, 254 in all (its erratum 1690).</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return at > 0
            && Encoding.UTF8.GetByteCount(text) <= 254
            && Encoding.UTF8.GetByteCount(text[..at]) <= 64
            && IsLocalPart(text[..at])
            && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var rune in local.EnumerateRunes())
        {
            if (!IsLetterOrDigit(rune) && !(rune.IsAscii && LocalMarks.Contains((char)rune.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (var rune in label.EnumerateRunes())
            {
                if (!IsLetterOrDigit(rune) && rune.Value != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    // combining marks belong to letters in many scripts; U+FFFD is what a lone surrogate enumerates as
    private static bool IsLetterOrDigit(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
