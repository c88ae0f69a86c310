using System.Net.Http.Headers;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Tests.Live;

/// <summary>Subscriptions of the graph end with the rights of whoever opened them, over WebSocket and as server-sent events.</summary>
public sealed class GraphEndsTests
{
    private const string Drafts = "subscription { draftUpdates { type draft { id } } }";

    [Fact]
    public async Task Who_is_no_longer_a_member_is_told_and_closed_and_the_others_are_not()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var agent = await agency.Agent();
        await using var leaves = await GraphSocket.Subscribe(desk, agent.Token, Drafts);
        await using var stays = await GraphSocket.Subscribe(desk, agency.Owner.Token, Drafts);
        using var stream = await Stream(desk, agent.Token!);

        await HandshakeTests.Leaves(desk, agency, agent);

        await EndsWith(leaves, "RIGHTS_WITHDRAWN", 4403);
        (await Rest(stream)).ShouldContain("RIGHTS_WITHDRAWN");
        var draft = await Draft(agency);
        ((string?)(await stays.Update())!["draft"]!["id"]).ShouldBe(draft.ToString());
    }

    [Fact]
    public async Task A_key_that_is_revoked_ends_what_it_opened_and_a_colleague_who_joins_does_not()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var made = await agency.Owner.Post("api-keys", new { name = "Our CRM", scopes = new[] { "read" } });
        var (id, key) = ((string)made.Body!["api_key"]!["id"]!, (string)made.Body["secret"]!);
        await using var socket = await GraphSocket.Subscribe(desk, key, Drafts);
        await agency.Agent();
        var draft = await Draft(agency);
        ((string?)(await socket.Update())!["draft"]!["id"]).ShouldBe(draft.ToString());

        (await agency.Owner.Delete($"api-keys/{id}")).Code.ShouldBe(204);

        await EndsWith(socket, "RIGHTS_WITHDRAWN", 4403);
    }

    [Fact]
    public async Task Who_is_erased_follows_nothing_any_more()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var maria = await agency.Applicant("Maria");
        var message = await maria.Asks("mutation { ingestMessage(input: { body: \"Hello\" }) { id conversation { id } } }");
        var follow = $"subscription {{ conversationUpdates(conversationId: \"{(string)message.Only!["conversation"]!["id"]!}\") {{ type }} }}";
        await using var socket = await GraphSocket.Subscribe(desk, maria.Token, follow);

        (await maria.Delete("me")).Code.ShouldBe(204);

        await EndsWith(socket, "RIGHTS_WITHDRAWN", 4403);
    }

    [Fact]
    public async Task An_expired_token_or_guest_link_ends_it()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var shortly = desk.Issuer.Mint(
            new OwnTokenClaims(HandshakeTests.SubjectOf(agency.Owner), null, false, "Olga Owner", agency.Slug, "owner"), TimeSpan.FromMinutes(5));
        var conversation = (string)(await agency.Owner.Asks("mutation { ingestMessage(input: { body: \"Hello\" }) { id conversation { id } } }")).Only!["conversation"]!["id"]!;
        var link = (string)(await agency.Owner.Asks($"mutation {{ createGuestLink(conversationId: \"{conversation}\", days: 1) {{ token }} }}")).Only!["token"]!;
        await using var socket = await GraphSocket.Subscribe(desk, shortly, Drafts);
        await using var guest = await GraphSocket.SubscribeAs(desk, $"Guest {link}", $"subscription {{ conversationUpdates(conversationId: \"{conversation}\") {{ type }} }}");
        using var stream = await Stream(desk, shortly);

        desk.Clock.Advance(TimeSpan.FromMinutes(7));
        await EndsWith(socket, "TOKEN_EXPIRED", 4401);
        (await Rest(stream)).ShouldContain("TOKEN_EXPIRED");

        desk.Clock.Advance(TimeSpan.FromDays(1));
        await EndsWith(guest, "TOKEN_EXPIRED", 4401);
    }

    [Fact]
    public async Task At_shutdown_every_subscription_is_told_goodbye_without_an_error_and_holds_up_nothing()
    {
        var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        await using var socket = await GraphSocket.Subscribe(desk, agency.Owner.Token, Drafts);
        using var stream = await Stream(desk, agency.Owner.Token!);
        var stopping = desk.DisposeAsync().AsTask();

        // A gap may be the last thing that is told: it says where to go on.
        while (await socket.Update() is { } last)
        {
            last.ToJsonString().ShouldNotContain("errors");
        }

        ((int?)socket.Closed).ShouldBe(1001);
        (await Rest(stream)).ShouldNotContain("errors");
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static async Task EndsWith(GraphSocket socket, string code, int close)
    {
        // What was not final when the subscription began may be told before.
        string last;
        do
        {
            last = (await socket.Update()).ShouldNotBeNull().ToJsonString();
        }
        while (!last.Contains("errors", StringComparison.Ordinal) && !last.Contains("extensions", StringComparison.Ordinal));

        last.ShouldContain(code);
        (await socket.Update()).ShouldBeNull();
        ((int?)socket.Closed).ShouldBe(close);
    }

    /// <summary>A draft of the copilot's, for whoever still listens.</summary>
    private static async Task<string> Draft(Agency agency)
    {
        await agency.Owner.Asks("mutation { ingestMessage(input: { body: \"Thank you very much!\" }) { id } }");
        string? id = null;
        (await Eventually.Is(async () => (id = (string?)(await agency.Owner.Asks("{ drafts(first: 1) { nodes { id } } }")).Only!["nodes"]!.AsArray().FirstOrDefault()?["id"]) is not null, TimeSpan.FromSeconds(60)))
            .ShouldBeTrue();
        return id!;
    }

    private static async Task<HttpResponseMessage> Stream(Desk desk, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, $"/graphql?query={Uri.EscapeDataString(Drafts)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await desk.Http.SendAsync(request, CancellationToken.None);
        ((int)response.StatusCode).ShouldBe(200);
        return response;
    }

    private static async Task<string> Rest(HttpResponseMessage stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await stream.Content.ReadAsStringAsync(patience.Token);
    }
}
