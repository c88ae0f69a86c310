using System.Text.Json;
using System.Text.Json.Serialization;
using Doorward.Platform.Http;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot;

/// <summary>What the copilot of an agency may and may not do. The default is <c>policy.json</c>; an agency edits its own.</summary>
/// <param name="Threshold">The confidence, 0 to 1, from which a draft is suggested; below it a person writes.</param>
/// <param name="MostCharacters">Of a whole answer.</param>
/// <param name="MostSentences">Of a whole answer.</param>
/// <param name="HoldHours">How long offered slots are held for the customer, at most.</param>
/// <param name="ToPeople">Intents that always go to a person.</param>
/// <param name="UrgentToPeople">Categories whose urgent messages go to a person.</param>
/// <param name="Forbidden">What no draft may do or promise.</param>
/// <param name="Tone">Phrases that no draft uses.</param>
internal sealed record Policy(
    double Threshold, int MostCharacters, int MostSentences, int HoldHours, IReadOnlyList<string> ToPeople, IReadOnlyList<string> UrgentToPeople,
    IReadOnlyList<ForbiddenPhrases> Forbidden, IReadOnlyList<string> Tone)
{
    /// <summary>How policies are written: what is null is left out.</summary>
    public static JsonSerializerOptions Written { get; } = new(DoorwardJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Of an agency that has none of its own.</summary>
    public static Policy Default { get; } = ReadDefault();

    /// <summary>The version of the agency's own policy that this is; null: the program's own. It is no part of what people write.</summary>
    public int? Version { get; init; }

    /// <summary>Reads one that was checked when it was set; strict, so that a misspelt member is no silent hole in it.</summary>
    /// <exception cref="JsonException">It is no policy; the message says where.</exception>
    public static Policy Parse(string json)
    {
        var (policy, problems) = Policies.PolicyReader.Read(json);
        return policy ?? throw new JsonException(string.Join(" ", problems));
    }

    /// <summary>As it is stored.</summary>
    public string AsJson() => JsonSerializer.Serialize(this, Written);

    private static Policy ReadDefault()
    {
        using var file = typeof(Policy).Assembly.GetManifestResourceStream("Copilot/policy.json")!;
        return JsonSerializer.Deserialize<Policy>(file, DoorwardJson.Options)!;
    }
}

/// <summary>An action or a promise that is not the copilot's to make.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Says">Why, to people and as feedback to the model.</param>
/// <param name="Phrases">Folded words; the last may end in * for any ending.</param>
/// <param name="UnlessFact">A kind of fact that makes it true and allowed: a booking, say.</param>
internal sealed record ForbiddenPhrases(string Code, string Says, IReadOnlyList<string> Phrases, string? UnlessFact = null)
{
    public bool Matches(Tokens words) => words.Has(Phrases);
}
