using System.Text;
using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class AttackTests
{
    private static readonly Signer Signer = Signer.Hs256();
    private readonly Desk desk = Desk.Trusting(Signer);

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("hs256")]
    [InlineData("HS384")]
    [InlineData("")]
    public async Task An_algorithm_that_is_not_ours_is_refused(string algorithm)
    {
        var signed = Signer.SignText(desk.Claims().ToJsonString(), Signer.HeaderText(("alg", algorithm)));
        var unsigned = signed[..(signed.LastIndexOf('.') + 1)];

        (await desk.SaysOf(signed)).ShouldBe("token_wrong_algorithm");
        (await desk.SaysOf(unsigned)).ShouldBe("token_wrong_algorithm");
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_public_key_is_no_secret(string algorithm)
    {
        var honest = Signer.Of(algorithm);
        var trusting = Desk.Trusting(honest);

        foreach (var secret in new[] { honest.Pem, honest.Pem.Trim(), honest.Pem + "\n" })
        {
            var forger = Signer.Hs256(secret, honest.KeyId);
            (await trusting.SaysOf(forger.Sign(trusting.Claims()))).ShouldBe("token_wrong_algorithm");
        }
    }

    [Fact]
    public async Task With_a_secret_and_keys_at_one_issuer_each_keeps_its_algorithm()
    {
        var rsa = Signer.Rs256();
        await using var server = await KeyServer.Publishing(rsa);
        var both = server.Desk(("Secret", Signer.Secret));

        (await both.SaysOf(rsa.Sign(both.Claims()))).ShouldBe("verified");
        (await both.SaysOf(Signer.Sign(both.Claims()))).ShouldBe("verified");
        (await both.SaysOf(Signer.Hs256(rsa.Pem, rsa.KeyId).Sign(both.Claims()))).ShouldBe("token_wrong_algorithm");
        (await both.SaysOf(Signer.Hs256(rsa.Pem).Sign(both.Claims()))).ShouldBe("token_bad_signature");
    }

    [Fact]
    public async Task An_issuers_token_is_checked_with_that_issuers_keys_only()
    {
        const string other = "another-secret-of-more-than-32-bytes!!";
        var two = Desk.Trusting(Signer,
            ("Issuers:1:Issuer", "https://other.example"), ("Issuers:1:Audience", Desk.Audience), ("Issuers:1:Secret", other));

        (await two.SaysOf(Signer.Hs256(other).Sign(two.Claims(("iss", "https://other.example"))))).ShouldBe("verified");
        (await two.SaysOf(Signer.Hs256(other).Sign(two.Claims()))).ShouldBe("token_bad_signature");
        (await two.SaysOf(Signer.Sign(two.Claims(("iss", "https://other.example"))))).ShouldBe("token_bad_signature");
    }

    [Fact]
    public async Task A_key_brought_along_in_the_header_is_not_looked_at()
    {
        var forger = Signer.Es256();
        var trusting = Desk.Trusting(Signer.Es256());
        var header = forger.HeaderText(("jwk", forger.Jwk), ("jku", "http://127.0.0.1:1/jwks"), ("x5u", "http://127.0.0.1:1/"));

        (await trusting.SaysOf(forger.SignText(trusting.Claims().ToJsonString(), header))).ShouldBe("token_bad_signature");
    }

    [Theory]
    [InlineData("""["exp"]""")]
    [InlineData("""["b64"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task No_critical_header_is_understood(string crit) =>
        (await desk.SaysOf(Signer.SignText(desk.Claims().ToJsonString(), Signer.HeaderText(("crit", JsonNode.Parse(crit)), ("b64", true)))))
            .ShouldBe("token_critical_header");

    [Theory]
    [InlineData("at+jwt", "verified")]
    [InlineData("application/JWT", "verified")]
    [InlineData("logout+jwt", "token_wrong_type")]
    [InlineData("dpop+jwt", "token_wrong_type")]
    [InlineData("JOSE", "token_wrong_type")]
    public async Task A_token_made_for_something_else_is_refused(string type, string expected) =>
        (await desk.SaysOf(Signer.SignText(desk.Claims().ToJsonString(), Signer.HeaderText(("typ", type))))).ShouldBe(expected);

    [Theory]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","\u0061lg":"none"}""")]
    [InlineData("""{"alg":"HS256","kid":7}""")]
    [InlineData("""{"alg":"HS256","typ":null}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256"} {}""")]
    [InlineData("""{"alg":"HS256",}""")]
    [InlineData("""["HS256"]""")]
    [InlineData("")]
    public async Task A_header_that_is_no_plain_object_is_refused(string header) =>
        (await desk.SaysOf(Signer.SignText(desk.Claims().ToJsonString(), header))).ShouldBe("token_malformed");

    [Theory]
    [InlineData("[]")]
    [InlineData("\"sub\"")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("It’s a dangerous business, Frodo, going out your door.")] // RFC 7520 section 4
    [InlineData("""{"iss":"https://issuer.example","sub":"\ud800"}""")]
    [InlineData("""{"iss":"https://issuer.example","\ud800":"x"}""")]
    [InlineData("""{"iss":"a","iss":"https://issuer.example"}""")]
    [InlineData("""{"iss":"https://issuer.example","app":{"org":"a","org":"b"}}""")]
    public async Task A_payload_that_is_no_plain_object_is_refused(string payload) =>
        (await desk.SaysOf(Signer.SignText(payload))).ShouldBe("token_malformed");

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        byte[] payload = [.. "{\"iss\":\"https://issuer.example\",\"sub\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        (await desk.SaysOf(Signer.SignParts(Signer.Base64("{\"alg\":\"HS256\"}"u8.ToArray()), Signer.Base64(payload)))).ShouldBe("token_malformed");
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var deep = $$"""{"iss":"https://issuer.example","x":{{new string('[', 1000)}}{{new string(']', 1000)}}}""";
        (await desk.SaysOf(Signer.SignText(deep))).ShouldBe("token_malformed");
    }

    [Fact]
    public async Task One_value_has_one_spelling()
    {
        var good = Signer.Sign(desk.Claims());
        var parts = good.Split('.');

        string[] others =
        [
            $"{good}=", $"{good}==", $"{good} ", $" {good}", $"{good}\n", $"{good}\0", $"{good}.", $".{good}", $"Bearer {good}", "", ".", "..", "...",
            $"{parts[0]}=.{parts[1]}.{parts[2]}", $"{parts[0]}\n.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}\r\n.{parts[2]}",
            $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}", $"{good}.a.b", $"{parts[0]}..{parts[2]}", $".{parts[1]}.{parts[2]}",
            good.Replace('_', '/').Replace('-', '+') + "+", good + "é", good.Replace('.', '\u2024'),
        ];
        foreach (var other in others)
        {
            (await desk.SaysOf(other)).ShouldBe("token_malformed", other);
        }

        (await desk.SaysOf(good)).ShouldBe("verified");
    }

    [Fact]
    public async Task Left_over_bits_must_be_zero()
    {
        // 32 bytes are 43 characters: the last one has two bits too many.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var good = Signer.Sign(desk.Claims());
        var last = alphabet.IndexOf(good[^1], StringComparison.Ordinal);

        for (var more = 1; more < 4; more++)
        {
            (await desk.SaysOf(good[..^1] + alphabet[last + more])).ShouldBe("token_malformed");
        }
    }

    [Fact]
    public async Task A_token_of_more_than_8_KiB_is_not_looked_at()
    {
        var room = 8192;
        var short_ = Signer.Sign(desk.Claims(("pad", "")));
        var fits = Signer.Sign(desk.Claims(("pad", new string('x', (room - short_.Length) * 3 / 4))));

        fits.Length.ShouldBeInRange(room - 4, room);
        (await desk.SaysOf(fits)).ShouldBe("verified");
        (await desk.SaysOf(Signer.Sign(desk.Claims(("pad", new string('x', room)))))).ShouldBe("token_too_large");
        (await desk.SaysOf(new string('a', 10_000_000))).ShouldBe("token_too_large");
    }

    [Fact]
    public async Task A_signature_of_another_length_is_refused()
    {
        foreach (var algorithm in new[] { "HS256", "RS256", "ES256" })
        {
            var signer = Signer.Of(algorithm);
            var trusting = Desk.Trusting(signer);
            var good = signer.Sign(trusting.Claims());
            var body = good[..good.LastIndexOf('.')];

            foreach (var bytes in new[] { 0, 1, 31, 33, 63, 64, 65, 128, 255, 256, 257, 512 })
            {
                (await trusting.SaysOf($"{body}.{Signer.Base64(new byte[bytes])}")).ShouldBe("token_bad_signature");
            }
        }
    }

    [Fact]
    public async Task Without_a_key_id_only_a_single_key_is_meant()
    {
        var (one, two) = (Signer.Es256(null), Signer.Es256("second"));
        await using var server = await KeyServer.Publishing(one);
        var trusting = server.Desk();

        (await trusting.SaysOf(one.Sign(trusting.Claims()))).ShouldBe("verified");
        server.Publishes(one, two);
        trusting.Clock.Passes(TimeSpan.FromHours(1));
        (await trusting.SaysOf(one.Sign(trusting.Claims()))).ShouldBe("token_unknown_key");
        (await trusting.SaysOf(two.Sign(trusting.Claims()))).ShouldBe("verified");
    }

    [Fact]
    public async Task A_refusal_says_nothing_of_the_token()
    {
        var token = Signer.Sign(desk.Claims(("exp", 1), ("email", "secret@example.pt")));
        var refusal = (await desk.Says(token)).Refusal!;

        refusal.Code.ShouldBe("token_expired");
        refusal.ToString().ShouldNotContain("secret");
        new TokenVerdict().IsVerified.ShouldBeFalse();
        new TokenVerdict().Refusal.ShouldNotBeNull();
        Encoding.UTF8.GetByteCount(token).ShouldBeLessThan(TokenVerifier.MaximumBytes);
    }
}
