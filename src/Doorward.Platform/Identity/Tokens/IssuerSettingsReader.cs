using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Doorward.Platform.Identity.Tokens;

/// <summary>Reads one issuer's section by hand: the framework's binder stops at the first bad value and passes over misspelt names.</summary>
internal sealed class IssuerSettingsReader(IConfigurationSection section, int place, List<string> problems)
{
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public IssuerSettings Read()
    {
        var defaults = new IssuerSettings();
        var read = new IssuerSettings
        {
            Preset = Text("Preset"),
            ProjectUrl = Text("ProjectUrl"),
            ProjectId = Text("ProjectId"),
            Issuer = Text("Issuer") ?? "",
            Audience = List("Audience"),
            Algorithms = List("Algorithms", "Algorithm"),
            Secret = Text("Secret"),
            PublicKey = Text("PublicKey"),
            KeyId = Text("KeyId"),
            JwksUrl = Text("JwksUrl"),
            AllowHttp = YesOrNo("AllowHttp"),
            OrganizationClaim = Text("OrganizationClaim"),
            RoleClaim = Text("RoleClaim"),
            TrustedForOrganizations = List("TrustedForOrganizations"),
            EmailVerifiedClaim = Text("EmailVerifiedClaim") ?? defaults.EmailVerifiedClaim,
            TreatEmailAsVerified = YesOrNo("TreatEmailAsVerified"),
            NameClaim = Text("NameClaim") ?? defaults.NameClaim,
            KeyRefresh = Seconds("KeyRefreshSeconds", defaults.KeyRefresh),
            KeyFetchFloor = Seconds("KeyFetchFloorSeconds", defaults.KeyFetchFloor),
            KeyFetchTimeout = Seconds("KeyFetchTimeoutSeconds", defaults.KeyFetchTimeout),
        };

        problems.AddRange(section.GetChildren().Where(child => !known.Contains(child.Key)).Select(child =>
            $"{SettingName.Of(place, child.Key)}: there is no such setting. Use one of: {string.Join(", ", known.Order())}."));
        return read;
    }

    private string? Text(string name)
    {
        known.Add(name);
        return section[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    // "a,b" as well as 0: a, 1: b: in an environment variable a comma is the natural thing.
    private List<string> List(params string[] names) =>
    [
        .. from name in names
           from text in section.GetSection(name).GetChildren().Select(item => item.Value).Prepend(Text(name))
           from item in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select item,
    ];

    private bool YesOrNo(string name) => Text(name)?.ToLowerInvariant() switch
    {
        null or "false" or "0" or "no" => false,
        "true" or "1" or "yes" => true,
        _ => Complain(name, "is neither true nor false. Write true or false.", false),
    };

    private TimeSpan Seconds(string name, TimeSpan otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : Complain(name, "is not a number of seconds. Write a whole number from 1 to 86400.", otherwise);

    private T Complain<T>(string name, string problem, T otherwise)
    {
        problems.Add($"{SettingName.Of(place, name)}: {problem}");
        return otherwise;
    }
}

internal static class SettingName
{
    /// <summary>Both names an operator may know a setting by.</summary>
    public static string Of(int place, string name) => $"Issuers:{place}:{name} (DOORWARD_ISSUERS__{place}__{name.ToUpperInvariant()})";
}
