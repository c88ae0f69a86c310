using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class DiscoveryTests
{
    private readonly Signer signer = Signer.Rs256();

    [Fact]
    public async Task An_issuers_keys_are_found_where_its_discovery_document_says()
    {
        await using var server = await KeyServer.Publishing();
        Describes(server, server.Address, server.JwksUrl);

        (await Ask(server)).ShouldBe("verified");
        server.Fetches.ShouldBe(2);
    }

    [Theory]
    [InlineData("https://someone-else.example", null)]
    [InlineData(null, "http://keys.example/jwks")]
    [InlineData(null, "file:///etc/passwd")]
    [InlineData(null, "/jwks")]
    [InlineData(null, "")]
    public async Task A_document_about_another_issuer_or_with_an_unsafe_address_is_not_followed(string? issuer, string? jwks)
    {
        await using var server = await KeyServer.Publishing();
        Describes(server, issuer ?? server.Address, jwks ?? server.JwksUrl);

        (await Ask(server)).ShouldBe("token_keys_unavailable");
        server.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task A_document_cannot_send_us_to_another_server_inside()
    {
        await using var server = await KeyServer.Publishing();
        await using var neighbour = await KeyServer.Publishing(signer);
        Describes(server, server.Address, neighbour.JwksUrl);

        (await Ask(server)).ShouldBe("token_keys_unavailable");
        neighbour.Fetches.ShouldBe(0);
    }

    private async Task<string> Ask(KeyServer server)
    {
        var desk = Desk.Trusting(("Issuer", server.Address));
        return await desk.SaysOf(signer.Sign(desk.Claims(("iss", server.Address))));
    }

    private void Describes(KeyServer server, string issuer, string jwks) => server.Answer = http => http.Response.WriteAsync(
        http.Request.Path == "/.well-known/openid-configuration"
            ? $$"""{"issuer":"{{issuer}}","jwks_uri":"{{jwks}}"}"""
            : KeyServer.JwkSet(signer.Jwk));
}
