using System.Text.Json;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Where a claim is: a member's name, or names joined by dots. A name with <c>://</c> in it is one name, dots and all.</summary>
internal sealed class ClaimPath(string path)
{
    private const int LongestText = 320; // the longest e-mail address: 64 + @ + 255

    private readonly string[] names = path.Contains("://", StringComparison.Ordinal) ? [path] : path.Split('.');

    public JsonElement? Find(JsonElement claims)
    {
        var at = claims;
        foreach (var name in names)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>The text there; null when there is none that could be stored and shown: PostgreSQL takes no NUL, a log no line break.</summary>
    public string? Text(JsonElement claims) =>
        Find(claims) is { ValueKind: JsonValueKind.String } found
        && found.GetString() is { Length: > 0 and <= LongestText } text
        && !text.Any(char.IsControl)
            ? text
            : null;

    // Some issuers write the claim as text (Apple).
    public bool IsTrue(JsonElement claims) =>
        Find(claims) is { } found && (found.ValueKind == JsonValueKind.True || (found.ValueKind == JsonValueKind.String && found.GetString() == "true"));
}
