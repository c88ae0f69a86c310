namespace Doorward.Platform.Identity.Tokens;

/// <summary>What is the same for everyone who uses a well-known issuer. What the operator wrote himself always wins.</summary>
internal static class IssuerPresets
{
    public static readonly string[] Names = ["supabase", "firebase"];

    public static IssuerSettings WithPreset(this IssuerSettings settings) => settings.Preset?.ToLowerInvariant() switch
    {
        "supabase" when settings.ProjectUrl is { } project => Supabase(settings, project.TrimEnd('/')),
        "firebase" when settings.ProjectId is { } project => Firebase(settings, project),
        _ => settings,
    };

    // https://supabase.com/docs/guides/auth/signing-keys; a legacy project signs with Secret (HS256), and may still list keys.
    // Self-hosted Supabase has the same paths. TreatEmailAsVerified stays the operator's: it depends on "Confirm email".
    private static IssuerSettings Supabase(IssuerSettings settings, string project) => settings with
    {
        Issuer = Or(settings.Issuer, $"{project}/auth/v1"),
        Audience = Or(settings.Audience, "authenticated"),
        JwksUrl = settings.JwksUrl ?? $"{project}/auth/v1/.well-known/jwks.json",
        NameClaim = settings.NameClaim == "name" ? "user_metadata.full_name" : settings.NameClaim,
    };

    // https://firebase.google.com/docs/auth/admin/verify-id-tokens#verify_id_tokens_using_a_third-party_jwt_library
    private static IssuerSettings Firebase(IssuerSettings settings, string project) => settings with
    {
        Issuer = Or(settings.Issuer, $"https://securetoken.google.com/{project}"),
        Audience = Or(settings.Audience, project),
        Algorithms = Or(settings.Algorithms, "RS256"),
        JwksUrl = settings.JwksUrl ?? "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    };

    private static string Or(string given, string preset) => given.Length > 0 ? given : preset;

    private static IReadOnlyList<string> Or(IReadOnlyList<string> given, string preset) => given.Count > 0 ? given : [preset];
}
