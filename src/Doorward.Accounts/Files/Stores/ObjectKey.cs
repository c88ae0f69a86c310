using System.Security.Cryptography;

namespace Doorward.Accounts.Files.Stores;

/// <summary>The name of an object: 128 random bits. Nothing that a person sends is part of it, and nobody guesses it.</summary>
internal static class ObjectKey
{
    private const int Letters = 32;

    public static string New() => RandomNumberGenerator.GetHexString(Letters, lowercase: true);

    /// <summary>Gives the key back, or throws: a key that is none of ours must never become a path.</summary>
    public static string Check(string key) => key.Length == Letters && key.All(char.IsAsciiHexDigitLower)
        ? key
        : throw new ArgumentException("This is no key of an object.", nameof(key));
}
