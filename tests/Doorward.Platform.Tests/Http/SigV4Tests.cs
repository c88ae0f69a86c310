using Doorward.Platform.Http.Outbound;

namespace Doorward.Platform.Tests.Http;

/// <summary>
/// AWS's own examples, of "Authenticating Requests: Using the Authorization Header" and "… Using Query Parameters" in the S3 API reference. The key and its
/// secret are AWS's published ones.
/// </summary>
public sealed class SigV4Tests
{
    private static readonly SigV4 Signer = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3");
    private static readonly DateTimeOffset Friday = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Empty = SigV4.Digest([]);

    [Fact]
    public void An_object_is_read_in_part() => Signer.Authorization(
            HttpMethod.Get, new Uri("https://examplebucket.s3.amazonaws.com/test.txt"),
            Headers(Empty, ("Range", "bytes=0-9")), Empty, Friday)
        .ShouldBe("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

    [Fact]
    public void An_object_is_written()
    {
        var body = SigV4.Digest("Welcome to Amazon S3."u8);

        Signer.Authorization(
                HttpMethod.Put, new Uri("https://examplebucket.s3.amazonaws.com/test%24file.text"),
                Headers(body, ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")), body, Friday)
            .ShouldEndWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    [Theory]
    [InlineData("?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    [InlineData("?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void A_query_is_signed_in_its_order(string query, string signature) => Signer.Authorization(
            HttpMethod.Get, new Uri($"https://examplebucket.s3.amazonaws.com/{query}"), Headers(Empty), Empty, Friday)
        .ShouldEndWith($"Signature={signature}");

    [Fact]
    public void An_address_is_signed() => Signer.Presign(
            HttpMethod.Get, new Uri("https://examplebucket.s3.amazonaws.com/test.txt"), [], Friday, TimeSpan.FromSeconds(86400)).AbsoluteUri
        .ShouldBe("https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
            + "&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");

    // AWS's Signature Version 4 test suite (aws-sig-v4-test-suite), with the names that its cases have there: what any service but S3 is asked with.
    private const string SuiteToken =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    [Theory]
    [InlineData("get-vanilla", "GET", "", null, null, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("post-vanilla", "POST", "", null, null, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("post-x-www-form-urlencoded", "POST", "Param1=value1", "application/x-www-form-urlencoded", null, "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    [InlineData("post-sts-header-before", "POST", "", null, SuiteToken, "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")]
    public void A_call_of_another_service_is_signed(string name, string method, string body, string? contentType, string? sessionToken, string signature)
    {
        var headers = new Dictionary<string, string> { ["X-Amz-Date"] = "20150830T123600Z" };
        if (contentType is not null)
        {
            headers["Content-Type"] = contentType;
        }

        if (sessionToken is not null)
        {
            headers["X-Amz-Security-Token"] = sessionToken;
        }

        new SigV4("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service").Authorization(
                HttpMethod.Parse(method), new Uri("https://example.amazonaws.com/"), headers, SigV4.Digest(System.Text.Encoding.UTF8.GetBytes(body)),
                new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero))
            .ShouldEndWith($"Signature={signature}", customMessage: name);
    }

    private static Dictionary<string, string> Headers(string payload, params (string Name, string Value)[] more) =>
        more.Append(("x-amz-content-sha256", payload)).Append(("x-amz-date", "20130524T000000Z")).ToDictionary(one => one.Item1, one => one.Item2);
}
