using System.Net.Http.Headers;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>The stream of server-sent events ends with the rights of whoever follows it.</summary>
public sealed class EventStreamEndsTests
{
    [Fact]
    public async Task Who_is_no_longer_a_member_is_told_and_gets_no_more()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var agent = await agency.Agent();
        using var stream = await Open(desk, agent.Token!);
        await HandshakeTests.Leaves(desk, agency, agent);
        (await Rest(stream)).ShouldContain("event: end\ndata: {\"code\":\"rights_withdrawn\"}");
        (await agent.Get("events")).Code.ShouldBe(403);
    }

    [Fact]
    public async Task An_expired_token_ends_it()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        using var stream = await Open(desk, desk.Issuer.Mint(
            new OwnTokenClaims(HandshakeTests.SubjectOf(agency.Owner), null, false, "Olga Owner", agency.Slug, "owner"), TimeSpan.FromMinutes(5)));
        desk.Clock.Advance(TimeSpan.FromMinutes(7));
        (await Rest(stream)).ShouldContain("event: end\ndata: {\"code\":\"token_expired\"}");
    }

    internal static async Task<HttpResponseMessage> Open(Desk desk, string token, string path = "/api/v1/events")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, path));
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await desk.Http.SendAsync(request, CancellationToken.None);
        ((int)response.StatusCode).ShouldBe(200);
        return response;
    }

    internal static async Task<string> Rest(HttpResponseMessage stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        return await stream.Content.ReadAsStringAsync(patience.Token);
    }
}
