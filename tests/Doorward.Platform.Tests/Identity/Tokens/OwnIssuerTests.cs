using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class OwnIssuerTests
{
    private static readonly OwnTokenClaims Ana = new("ana", "ana@example.pt", true, "Ana Conceição", "demo", "owner");

    private readonly Desk desk = Desk.Trusting(("Secret", Signer.Secret));

    [Fact]
    public async Task Its_tokens_are_accepted_and_vouch_for_the_organization()
    {
        var own = new OwnIssuer(OwnSigningKey.Create(), desk.Clock);
        desk.Verifier.Trust(own);

        (await desk.Says(own.Mint(Ana, TimeSpan.FromHours(1)))).Token.ShouldBe(new VerifiedToken(
            "doorward", "ana", "ana@example.pt", true, "Ana Conceição", "demo", "owner", desk.Clock.GetUtcNow().AddHours(1)));
        (await desk.Says(own.Mint(new("rui"), TimeSpan.FromHours(1)))).Token.ShouldBe(new VerifiedToken(
            "doorward", "rui", null, false, null, null, null, desk.Clock.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task Before_it_is_trusted_its_tokens_are_signed_with_an_unknown_key() =>
        (await desk.SaysOf(new OwnIssuer(OwnSigningKey.Create(), desk.Clock).Mint(Ana, TimeSpan.FromHours(1)))).ShouldBe("token_unknown_key");

    [Fact]
    public async Task A_retired_key_is_good_until_it_is_left_out()
    {
        var (first, second) = (OwnSigningKey.Create(), OwnSigningKey.Create());
        var before = new OwnIssuer(first, desk.Clock);
        desk.Verifier.Trust(before);
        var token = before.Mint(Ana, TimeSpan.FromHours(1));
        (await desk.SaysOf(token)).ShouldBe("verified");

        desk.Verifier.Trust(new OwnIssuer(second, desk.Clock, first));
        (await desk.SaysOf(token)).ShouldBe("verified");

        desk.Verifier.Trust(new OwnIssuer(second, desk.Clock));
        (await desk.SaysOf(token)).ShouldBe("token_unknown_key");
    }

    [Fact]
    public void A_key_survives_its_PEM()
    {
        var key = OwnSigningKey.Create();
        var again = OwnSigningKey.Parse(key.ToPem());

        key.ToPem().ShouldStartWith("-----BEGIN PRIVATE KEY-----");
        again.KeyId.ShouldBe(key.KeyId);
        again.ToPem().ShouldBe(key.ToPem());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void What_is_no_key_pair_is_said_without_showing_it(string pem) =>
        Should.Throw<FormatException>(() => OwnSigningKey.Parse(pem)).Message.ShouldNotContain("AAAA");

    [Fact]
    public void A_public_key_or_an_RSA_key_is_no_key_pair()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        Should.Throw<FormatException>(() => OwnSigningKey.Parse(Signer.Es256().Pem));
        Should.Throw<FormatException>(() => OwnSigningKey.Parse(rsa.ExportPkcs8PrivateKeyPem()));
    }

    [Fact]
    public void Its_key_set_holds_public_halves_only()
    {
        var own = new OwnIssuer(OwnSigningKey.Create(), desk.Clock, OwnSigningKey.Create());
        var keys = JsonNode.Parse(own.Jwks)!["keys"]!.AsArray();

        keys.Count.ShouldBe(2);
        keys.ShouldAllBe(key => key!["d"] == null && (string?)key["alg"] == "ES256" && (string?)key["use"] == "sig");
        Jwks.Read(System.Text.Encoding.UTF8.GetBytes(own.Jwks))!.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_else_can_mint_them()
    {
        desk.Verifier.Trust(new OwnIssuer(OwnSigningKey.Create(), desk.Clock));
        var claims = desk.Claims(("iss", "doorward"), ("aud", "doorward"));

        (await desk.SaysOf(Signer.Hs256().Sign(claims))).ShouldBe("token_wrong_algorithm");
        (await desk.SaysOf(Signer.Es256(null).Sign(claims))).ShouldBe("token_bad_signature");
    }
}
