using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Doorward.Platform.Http;

namespace Doorward.Support.Evals.Golden;

/// <summary>Cases that are held out from the knowledge base, under a name.</summary>
/// <param name="Name">Small letters, digits and dashes; runs of one name and tier are compared with each other.</param>
internal sealed record GoldenSet(string Name, IReadOnlyList<GoldenCase> Cases)
{
    /// <summary>SHA-256 over what the cases say: neither their order nor how they are spread over files changes it.</summary>
    public byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Cases.OrderBy(one => one.Id, StringComparer.Ordinal).Select(Written))));

    /// <summary>Whether a set may be called that.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= GoldenLimits.Name && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>The name that goes with a file or folder: <c>Front Desk.jsonl</c> is <c>front-desk</c>.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToLowerInvariant();
        return string.Concat(name.Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-'));
    }

    private static string Written(GoldenCase one) => JsonSerializer.Serialize(one, DoorwardJson.Options);
}

/// <summary>What a golden set may hold.</summary>
internal static class GoldenLimits
{
    public const int Name = 60;
    public const int Cases = 1000;

    /// <summary>Cases of a set that is stored: a node tries them beside its other work.</summary>
    public const int StoredCases = 500;

    public const int Bytes = 2 * 1024 * 1024;
    public const int Id = 100;
    public const int Turns = 20;
    public const int Phrases = 50;
    public const int Phrase = 300;
    public const int Problems = 50;
}
