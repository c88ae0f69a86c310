using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class ClaimTests
{
    private static readonly Signer Signer = Signer.Hs256();

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_sound_token_says_who_bears_it(string algorithm)
    {
        var signer = Signer.Of(algorithm);
        var desk = Desk.Trusting(signer);

        var verdict = await desk.Says(signer.Sign(desk.Claims(
            ("email", "ana@example.pt"), ("email_verified", true), ("name", "Ana"), ("organization", "demo"), ("role", "owner"))));

        verdict.Token.ShouldBe(new VerifiedToken(
            Desk.Issuer, "ana", "ana@example.pt", true, "Ana", null, null, desk.Clock.GetUtcNow().AddHours(1)));
    }

    [Theory]
    [InlineData(1, "verified")]
    [InlineData(-59, "verified")]
    [InlineData(-60, "token_expired")]
    [InlineData(-3600, "token_expired")]
    [InlineData(-59.5, "verified")]
    public async Task A_token_is_good_until_a_minute_after_it_expires(double expires, string expected)
    {
        var desk = Desk.Trusting(Signer);
        (await desk.SaysOf(Signer.Sign(desk.Claims(("exp", desk.Seconds(expires)))))).ShouldBe(expected);
    }

    [Fact]
    public async Task A_remembered_token_expires_too()
    {
        var desk = Desk.Trusting(Signer);
        var token = Signer.Sign(desk.Claims(("exp", desk.Seconds(10))));

        (await desk.SaysOf(token)).ShouldBe("verified");
        desk.Clock.PassesSeconds(69);
        (await desk.SaysOf(token)).ShouldBe("verified");
        desk.Clock.PassesSeconds(1);
        (await desk.SaysOf(token)).ShouldBe("token_expired");
    }

    [Theory]
    [InlineData(-1, "verified")]
    [InlineData(60, "verified")]
    [InlineData(61, "token_not_yet_valid")]
    public async Task A_token_is_good_from_a_minute_before_it_begins(int notBefore, string expected)
    {
        var desk = Desk.Trusting(Signer);
        (await desk.SaysOf(Signer.Sign(desk.Claims(("nbf", desk.Seconds(notBefore)))))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("exp", "token_missing_expiry")]
    [InlineData("sub", "token_missing_subject")]
    [InlineData("aud", "token_wrong_audience")]
    [InlineData("iss", "token_unknown_issuer")]
    public async Task A_required_claim_must_be_there(string claim, string expected)
    {
        var desk = Desk.Trusting(Signer);
        (await desk.SaysOf(Signer.Sign(desk.ClaimsWithout(claim)))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("exp", "\"4000000000\"", "token_malformed")]
    [InlineData("exp", "null", "token_malformed")]
    [InlineData("exp", "1e300", "token_malformed")]
    [InlineData("exp", "-1", "token_malformed")]
    [InlineData("exp", "[4000000000]", "token_malformed")]
    [InlineData("nbf", "\"soon\"", "token_malformed")]
    [InlineData("iat", "{}", "token_malformed")]
    [InlineData("sub", "\"\"", "token_missing_subject")]
    [InlineData("sub", "7", "token_missing_subject")]
    [InlineData("sub", "\"a\\u0000b\"", "token_missing_subject")]
    [InlineData("aud", "\"someone-else\"", "token_wrong_audience")]
    [InlineData("aud", "\"DOORWARD-TESTS\"", "token_wrong_audience")]
    [InlineData("aud", "[]", "token_wrong_audience")]
    [InlineData("aud", "[\"other\"]", "token_wrong_audience")]
    [InlineData("aud", "[\"other\",\"doorward-tests\"]", "verified")]
    [InlineData("aud", "[7,\"doorward-tests\"]", "token_malformed")]
    [InlineData("aud", "{\"doorward-tests\":1}", "token_malformed")]
    [InlineData("iss", "\"https://issuer.example/\"", "token_unknown_issuer")]
    [InlineData("iss", "[\"https://issuer.example\"]", "token_unknown_issuer")]
    [InlineData("iss", "null", "token_unknown_issuer")]
    public async Task A_claim_of_another_shape_is_refused(string claim, string value, string expected)
    {
        var desk = Desk.Trusting(Signer);
        (await desk.SaysOf(Signer.Sign(desk.Claims((claim, JsonNode.Parse(value)))))).ShouldBe(expected);
    }

    [Fact]
    public async Task A_subject_of_256_characters_names_nobody()
    {
        var desk = Desk.Trusting(Signer);
        (await desk.SaysOf(Signer.Sign(desk.Claims(("sub", new string('a', 255)))))).ShouldBe("verified");
        (await desk.SaysOf(Signer.Sign(desk.Claims(("sub", new string('a', 256)))))).ShouldBe("token_missing_subject");
    }

    [Theory]
    [InlineData("demo", "demo", "owner")]
    [InlineData("demo,sol", "demo", "owner")]
    [InlineData("*", "demo", "owner")]
    [InlineData("sol", null, null)]
    [InlineData("Demo", null, null)]
    public async Task An_organization_is_believed_only_from_an_issuer_trusted_for_it(string trusted, string? organization, string? role)
    {
        var desk = Desk.Trusting(Signer,
            ("OrganizationClaim", "app_metadata.organization"), ("RoleClaim", "app_metadata.role"), ("TrustedForOrganizations", trusted));
        var token = (await desk.Says(Signer.Sign(desk.Claims(
            ("app_metadata", new JsonObject { ["organization"] = "demo", ["role"] = "owner" }))))).Token!;

        token.Organization.ShouldBe(organization);
        token.Role.ShouldBe(role);
    }

    [Fact]
    public async Task A_claim_named_by_an_address_is_one_name()
    {
        var desk = Desk.Trusting(Signer, ("OrganizationClaim", "https://sol.example/org"), ("TrustedForOrganizations", "*"));
        (await desk.Says(Signer.Sign(desk.Claims(("https://sol.example/org", "sol"))))).Token!.Organization.ShouldBe("sol");
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("1", false)]
    [InlineData("\"yes\"", false)]
    public async Task An_address_is_proven_only_when_the_issuer_says_so(string claim, bool proven)
    {
        var desk = Desk.Trusting(Signer);
        (await desk.Says(Signer.Sign(desk.Claims(("email", "ana@example.pt"), ("email_verified", JsonNode.Parse(claim))))))
            .Token!.EmailVerified.ShouldBe(proven);
    }

    [Fact]
    public async Task An_issuer_without_that_claim_can_be_taken_at_its_word()
    {
        var unsure = Desk.Trusting(Signer);
        var sure = Desk.Trusting(Signer, ("TreatEmailAsVerified", "true"));

        (await unsure.Says(Signer.Sign(unsure.Claims(("email", "ana@example.pt"))))).Token!.EmailVerified.ShouldBeFalse();
        (await sure.Says(Signer.Sign(sure.Claims(("email", "ana@example.pt"))))).Token!.EmailVerified.ShouldBeTrue();
        (await sure.Says(Signer.Sign(sure.Claims()))).Token!.EmailVerified.ShouldBeFalse();
    }
}
