namespace Doorward.Support.Knowledge;

/// <summary>Languages by their ISO 639 codes. English and Portuguese are found by their stems, every other by its words as they are.</summary>
internal static class Languages
{
    public const string Usual = "en";

    public static string? Problem(string language) => language.Length is 2 or 3 && language.All(char.IsAsciiLetterLower)
        ? null
        : "language is a code of two or three small letters, such as en or pt.";
}
