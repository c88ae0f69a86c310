using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class SettingsTests
{
    [Fact]
    public void No_issuer_at_all_is_fine() => Problems().ShouldBeEmpty();

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_setting_and_its_remedy()
    {
        var problems = Problems(
            ("Secret", "short-secret"), ("Audiance", "x"), ("Algorithm", "none,RS256"), ("AllowHttp", "perhaps"),
            ("KeyRefreshSeconds", "soon"), ("TrustedForOrganizations", "*"),
            ("Issuers:1:Preset", "okta"), ("Issuers:1:Issuer", "doorward"), ("Issuers:1:Audience", "x"), ("Issuers:1:PublicKey", "MIIB"));

        string.Join("\n", problems).ShouldNotContain("short-secret");
        problems.ShouldAllBe(problem => problem.StartsWith("Issuers:", StringComparison.Ordinal) && problem.EndsWith('.'));
        string[] expected =
        [
            "Issuers:0:AllowHttp", "Issuers:0:KeyRefreshSeconds", "Issuers:0:Audiance", "Issuers:0:Issuer", "Issuers:0:Audience",
            "Issuers:0:Secret", "Issuers:0:Algorithms", "Issuers:0:Algorithms", "Issuers:0:OrganizationClaim",
            "Issuers:1:Preset", "Issuers:1:Issuer", "Issuers:1:PublicKey",
        ];
        problems.Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(expected);
        problems[0].ShouldContain("DOORWARD_ISSUERS__0__ALLOWHTTP");
    }

    [Theory]
    [InlineData("https://keys.example/jwks", true)]
    [InlineData("http://localhost:9000/jwks", true)]
    [InlineData("http://127.0.0.1/jwks", true)]
    [InlineData("http://[::1]/jwks", true)]
    [InlineData("http://keys.example/jwks", false)]
    [InlineData("http://localhost.evil.example/jwks", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://user:password@keys.example/jwks", false)]
    [InlineData("/jwks", false)]
    public void Keys_are_fetched_over_https_or_from_this_machine(string address, bool fine) =>
        Problems(("Issuer", "a"), ("Audience", "b"), ("JwksUrl", address)).Count.ShouldBe(fine ? 0 : 1);

    [Fact]
    public void Http_inside_a_network_can_be_allowed() =>
        Problems(("Issuer", "a"), ("Audience", "b"), ("JwksUrl", "http://keys.internal/jwks"), ("AllowHttp", "true")).ShouldBeEmpty();

    [Theory]
    [InlineData("31-bytes-are-one-byte-too-short", false)]
    [InlineData("32-bytes-are-exactly-long-enough", true)]
    public void A_secret_has_32_bytes_or_more(string secret, bool fine) =>
        Problems(("Issuer", "a"), ("Audience", "b"), ("Secret", secret)).Count.ShouldBe(fine ? 0 : 1);

    [Fact]
    public void A_public_key_must_be_public_and_strong()
    {
        IReadOnlyList<string> With(string pem) => Problems(("Issuer", "a"), ("Audience", "b"), ("PublicKey", pem));

        With(Signer.Rs256().Pem).ShouldBeEmpty();
        With(Signer.Es256().Pem.Replace("\n", "\\n", StringComparison.Ordinal)).ShouldBeEmpty();
        With(Signer.Rs256(bits: 1024).Pem).ShouldHaveSingleItem().ShouldContain("1024 bits");
        With(OwnSigningKey.Create().ToPem()).ShouldHaveSingleItem().ShouldContain("private key");
        With("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").ShouldHaveSingleItem().ShouldContain("openssl x509");
        using var p384 = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        With(p384.ExportSubjectPublicKeyInfoPem()).ShouldHaveSingleItem().ShouldContain("P-256");
    }

    [Theory]
    [InlineData("OrganizationClaim")]
    [InlineData("EmailVerifiedClaim")]
    public void What_people_write_themselves_proves_nothing(string name) => Problems(
        ("Preset", "supabase"), ("ProjectUrl", "https://abc.supabase.co"), ("TrustedForOrganizations", "*"), ("OrganizationClaim", "app_metadata.org"),
        (name, "user_metadata.x")).ShouldHaveSingleItem().ShouldContain("app_metadata");

    [Fact]
    public void The_same_issuer_twice_is_one_too_many() => Problems(
        ("Issuer", "a"), ("Audience", "b"), ("Secret", Signer.Secret),
        ("Issuers:1:Issuer", "a"), ("Issuers:1:Audience", "c"), ("Issuers:1:Secret", Signer.Secret)).ShouldHaveSingleItem().ShouldContain("2 times");

    [Fact]
    public void A_verifier_is_not_made_from_settings_with_problems() =>
        Should.Throw<ArgumentException>(() => Desk.Trusting(("Secret", "short")));

    [Fact]
    public void The_presets_need_only_the_project()
    {
        var supabase = Read(("Preset", "supabase"), ("ProjectUrl", "https://abc.supabase.co/"));
        supabase.Issuer.ShouldBe("https://abc.supabase.co/auth/v1");
        supabase.Audience.ShouldBe(["authenticated"]);
        supabase.JwksUrl.ShouldBe("https://abc.supabase.co/auth/v1/.well-known/jwks.json");
        supabase.TreatEmailAsVerified.ShouldBeFalse();

        var firebase = Read(("Preset", "Firebase"), ("ProjectId", "sol-lisboa"));
        firebase.Issuer.ShouldBe("https://securetoken.google.com/sol-lisboa");
        firebase.Audience.ShouldBe(["sol-lisboa"]);
        firebase.Algorithms.ShouldBe(["RS256"]);

        Problems(("Preset", "supabase"), ("ProjectUrl", "https://abc.supabase.co"), ("Secret", Signer.Secret)).ShouldBeEmpty();
        Problems(("Preset", "firebase"), ("ProjectId", "sol-lisboa")).ShouldBeEmpty();
        Problems(("Preset", "firebase")).ShouldContain(problem => problem.Contains("ProjectId", StringComparison.Ordinal));
        Problems(("Issuer", "https://login.example"), ("Audience", "doorward")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_supabase_project_with_a_legacy_secret_is_accepted_though_its_tokens_name_a_key()
    {
        var desk = Desk.Trusting(
            ("Issuer", null), ("Audience", null), ("Preset", "supabase"), ("ProjectUrl", "http://127.0.0.1:1"), ("Secret", Signer.Secret));
        var token = Signer.Hs256(keyId: "HdLVYZ").Sign(desk.Claims(
            ("iss", "http://127.0.0.1:1/auth/v1"), ("aud", "authenticated"), ("role", "authenticated")));

        (await desk.SaysOf(token)).ShouldBe("verified");
    }

    [Fact]
    public void Settings_do_not_print_their_secret() =>
        Read(("Issuer", "a"), ("Audience", "b"), ("Secret", Signer.Secret)).ToString().ShouldBe("a");

    private static IssuerSettings Read(params (string Name, string? Value)[] settings) =>
        TokenSettings.From(Desk.Configuration(settings)).Issuers.ShouldHaveSingleItem().WithPreset();

    private static IReadOnlyList<string> Problems(params (string Name, string? Value)[] settings) =>
        TokenSettings.From(Desk.Configuration(settings)).Validate();
}
