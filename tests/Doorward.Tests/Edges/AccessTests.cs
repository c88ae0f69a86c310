using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Edges;

/// <summary>Who may call what: every route of the contract, with every kind of token that should not open it.</summary>
public sealed class AccessTests(Front front) : IClassFixture<Front>
{
    public static TheoryData<string> Closed { get; } = Contract.Those(operation => !operation.IsPublic);

    /// <summary>What is open to everybody is a decision each time: whoever opens a route writes it here too.</summary>
    [Fact]
    public void These_routes_and_no_others_are_open_to_everybody() => Contract.Operations.Values
        .Where(operation => operation.IsPublic)
        .Select(operation => operation.Id)
        .ShouldBe(["foundOrganization", "live", "ready", "signUpByInvitation"], ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Without_a_good_token_nobody_gets_in(string id)
    {
        var (operation, path, body) = await Good(id);
        var before = await front.Digest();

        foreach (var (what, token) in BadTokens())
        {
            var answer = await front.Send(operation, path, token, body);

            answer.Code.ShouldBe(401, $"{operation} with {what}");
            answer.ShouldBeRefused(operation, what);
            answer.Headers["WWW-Authenticate"].ShouldStartWith("Bearer");
        }

        (await front.Digest()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Another_scheme_than_Bearer_is_nobody(string id)
    {
        var (operation, path, _) = await Good(id);

        foreach (var header in new[] { "Basic b2xnYTpzZWNyZXQ=", front.Ours.Agency.Owner.Token!, "Bearer", "Bearer ", "Bearer,", "Negotiate x" })
        {
            var answer = await front.Send(operation.Method, path, null, null, ("Authorization", header));

            answer.Code.ShouldBe(401, $"{operation} with {header.Split(' ')[0]}");
            answer.ShouldBeRefused(operation, header.Split(' ')[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Whoever_may_not_is_told_so_and_nothing_happens(string id)
    {
        var (operation, path, body) = await Good(id);
        var before = await front.Digest();

        foreach (var (code, token) in new[]
        {
            ("applicants_only", front.Ours.Agency.Owner.Token), ("applicants_only", front.Ours.Agent.Token), ("staff_only", front.Ours.Applicant.Token),
            ("owners_only", front.Ours.Agent.Token), ("owners_only", front.Ours.Applicant.Token), ("not_a_member", front.Stranger),
        })
        {
            if (operation.Codes(403).Contains(code))
            {
                var answer = await front.Send(operation, path, token, body);

                answer.Code.ShouldBe(403, $"{operation}: {answer.Body?.ToJsonString()}");
                answer.Refusal.ShouldBe(code);
                answer.ShouldBeRefused(operation, code);
            }
        }

        (await front.Digest()).ShouldBe(before);
    }

    /// <summary>The key, the issuer and the subject are right; only one thing is not.</summary>
    private IEnumerable<(string What, string? Token)> BadTokens()
    {
        var good = front.Ours.Agency.Owner.Token!;
        var parts = good.Split('.');
        yield return ("no token", null);
        yield return ("garbage", "garbage");
        yield return ("dots", "..");
        yield return ("a long token", new string('a', 9000));
        yield return ("no signature", $"{parts[0]}.{parts[1]}.");
        yield return ("another token's signature", $"{parts[0]}.{parts[1]}.{front.Theirs.Agency.Owner.Token!.Split('.')[2]}");
        yield return ("alg none", $"{Encode(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" })}.{parts[1]}.");
        yield return ("alg none with a signature", $"{Encode(new JsonObject { ["alg"] = "none" })}.{parts[1]}.{parts[2]}");
        yield return ("alg HS256", $"{Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" })}.{parts[1]}.{parts[2]}");
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["role"] = "owner";
        claims["organization"] = front.Theirs.Agency.Slug;
        yield return ("changed claims", $"{parts[0]}.{Encode(claims)}.{parts[2]}");
        yield return ("a token of another Doorward", new OwnIssuer(OwnSigningKey.Create(), front.Desk.Clock).Mint(
            new OwnTokenClaims((string)claims["sub"]!, null, false, null, front.Ours.Agency.Slug, "owner"), TimeSpan.FromHours(1)));
        yield return ("an expired token", front.Expired);
    }

    private static string Encode(JsonNode json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private async Task<(Operation Operation, string Path, JsonObject? Body)> Good(string id)
    {
        var operation = Contract.Operations[id];
        return (operation, Front.PathOf(operation, front.Ours), await front.GoodBody(operation));
    }
}
