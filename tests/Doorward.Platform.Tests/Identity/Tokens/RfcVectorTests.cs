using System.Text;
using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>The examples printed in the RFCs.</summary>
public class RfcVectorTests
{
    // RFC 7515 appendix A: the same payload {"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}
    private const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string A1 = $"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{Payload}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string A1Key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    private const string A2 = $"eyJhbGciOiJSUzI1NiJ9.{Payload}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8"
        + "W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOL"
        + "n6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string A2Key = """
        {"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]}
        """;

    private const string A3 = $"eyJhbGciOiJFUzI1NiJ9.{Payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string A3Key = """
        {"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
        """;

    // RFC 7517 appendix A.1
    private const string PublicKeys = """
        {"keys":
          [
            {"kty":"EC","crv":"P-256",
             "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
             "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
             "use":"enc","kid":"1"},
            {"kty":"RSA",
             "n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
             "e":"AQAB","alg":"RS256","kid":"2011-04-29"}
          ]
        }
        """;

    [Fact]
    public void Appendix_A1_of_RFC_7515_HS256_verifies()
    {
        Base64UrlText.TryDecode(A1Key, out var secret).ShouldBeTrue();
        Holds(new HmacKey(secret, null), A1);
    }

    [Fact]
    public void Appendix_A2_of_RFC_7515_RS256_verifies() => Holds(OnlyKey(A2Key), A2);

    [Fact]
    public void Appendix_A3_of_RFC_7515_ES256_verifies() => Holds(OnlyKey(A3Key), A3);

    [Fact]
    public void Appendix_A5_of_RFC_7515_unsecured_is_refused() =>
        CompactToken.Read(Encoding.ASCII.GetBytes($"eyJhbGciOiJub25lIn0.{Payload}."), out _).ShouldBe(TokenRefusal.WrongAlgorithm);

    [Fact]
    public async Task The_signed_examples_are_refused_for_their_claims_not_their_signatures()
    {
        await using var server = await KeyServer.Publishing();
        server.PublishesText(A2Key);
        var desk = server.Desk(("Issuer", "joe"));

        (await desk.SaysOf(A2)).ShouldBe("token_wrong_audience");
        (await desk.SaysOf(A2[..^3] + "7Rg")).ShouldBe("token_bad_signature");
    }

    [Fact]
    public void Of_the_public_keys_in_RFC_7517_only_the_signing_one_is_taken()
    {
        var key = OnlyKey(PublicKeys);
        key.KeyId.ShouldBe("2011-04-29");
        key.Algorithm.ShouldBe(TokenAlgorithm.RS256);
    }

    private static VerificationKey OnlyKey(string jwks) => Jwks.Read(Encoding.UTF8.GetBytes(jwks))!.ShouldHaveSingleItem();

    private static void Holds(VerificationKey key, string text)
    {
        CompactToken.Read(Encoding.ASCII.GetBytes(text), out var token).ShouldBeNull();
        key.Algorithm.ShouldBe(token!.Algorithm);
        key.Verifies(token.Signed, token.Signature).ShouldBeTrue();
        token.Signed[^1] ^= 1;
        key.Verifies(token.Signed, token.Signature).ShouldBeFalse();
        key.Verifies(token.Signed, []).ShouldBeFalse();
    }
}
