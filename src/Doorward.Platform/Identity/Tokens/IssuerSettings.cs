namespace Doorward.Platform.Identity.Tokens;

/// <summary>An issuer whose tokens are accepted, as the operator writes it under <c>Issuers</c>.</summary>
public sealed record IssuerSettings
{
    /// <summary><c>supabase</c> (needs <see cref="ProjectUrl"/>), <c>firebase</c> (needs <see cref="ProjectId"/>), or nothing.</summary>
    public string? Preset { get; init; }

    /// <summary>Supabase: <c>https://PROJECT.supabase.co</c>, or the address of a self-hosted one.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>Firebase: the project's id.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The exact <c>iss</c> of its tokens.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>A token must be for at least one of these (<c>aud</c>).</summary>
    public IReadOnlyList<string> Audience { get; init; } = [];

    /// <summary>Narrows what the keys allow; empty: HS256 with a secret, RS256 or ES256 with a public key, both with a JWK Set.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [];

    /// <summary>The HS256 secret, as text; its UTF-8 bytes are the key, at least 32 of them.</summary>
    public string? Secret { get; init; }

    /// <summary>A public key as PEM, RSA of 2048 bits or more, or P-256.</summary>
    public string? PublicKey { get; init; }

    /// <summary>The <c>kid</c> that goes with <see cref="Secret"/> or <see cref="PublicKey"/>; without it any is accepted for that key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The address of the issuer's JWK Set. With no key at all it is found by OpenID Connect discovery.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>Allows http to other machines for fetching keys: only inside a network that you trust wholly.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Where a token says its organization: a claim, or a dotted path such as <c>app_metadata.organization</c>.</summary>
    public string? OrganizationClaim { get; init; }

    /// <summary>Where a token says the role within that organization.</summary>
    public string? RoleClaim { get; init; }

    /// <summary>The organizations (slugs or ids) that this issuer may put people into; <c>*</c> for every one.</summary>
    public IReadOnlyList<string> TrustedForOrganizations { get; init; } = [];

    /// <summary>Where a token says that the address is proven.</summary>
    public string EmailVerifiedClaim { get; init; } = "email_verified";

    /// <summary>Takes every address of this issuer for proven: only when it lets nobody in before.</summary>
    public bool TreatEmailAsVerified { get; init; }

    /// <summary>Where a token says a name to show.</summary>
    public string NameClaim { get; init; } = "name";

    /// <summary>How old fetched keys may grow; a withdrawn key stops being good within this. Default 10 minutes.</summary>
    public TimeSpan KeyRefresh { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The least time between two fetches, whatever tokens arrive. Default 30 seconds.</summary>
    public TimeSpan KeyFetchFloor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one fetch may take. Default 5 seconds.</summary>
    public TimeSpan KeyFetchTimeout { get; init; } = TimeSpan.FromSeconds(5);

    // A record prints all it holds, and this one holds a secret.
    /// <summary>The issuer's name, nothing else.</summary>
    public override string ToString() => Issuer;

    internal bool FetchesKeys => JwksUrl is not null || (Secret is null && PublicKey is null);

    internal static bool MayFetch(Uri address, bool allowHttp) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || allowHttp));
}
