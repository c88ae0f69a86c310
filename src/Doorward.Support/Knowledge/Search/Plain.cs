using System.Globalization;
using System.Text;

namespace Doorward.Support.Knowledge;

/// <summary>Text as it is compared: lower case, without accents, words parted by one space.</summary>
internal static class Plain
{
    public static string Of(string text) => string.Join(' ', QuestionWords.Split(text).Select(WithoutAccents));

    private static string WithoutAccents(string word) => Ascii.IsValid(word) ? word : string.Concat(
        word.Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));
}
