using Doorward.Testing;
using Doorward.Tests.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Tests.Edges;

/// <summary>What the tests of refusals stand on: that the requests which they spoil are good, that a change would be seen, and that no route is left out.</summary>
public sealed class GoodRequestTests(Front reading) : IClassFixture<Front>
{
    public static TheoryData<string> All { get; } = Contract.Those(_ => true);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_good_request_is_carried_out(string id)
    {
        var operation = Contract.Operations[id];
        // who changes things has an agency to themselves
        var front = operation.Method == HttpMethod.Get ? reading : new Front { At = reading.Desk };
        await using var own = front == reading ? null : front;
        await (own?.InitializeAsync() ?? ValueTask.CompletedTask);
        var body = await front.GoodBody(operation);
        var before = await front.Digest();

        var answer = await front.Send(operation, Front.PathOf(operation, front.Ours), front.TokenFor(operation), body);

        answer.Code.ShouldBeInRange(200, 299, $"{operation}: {answer.Body?.ToJsonString()}");
        (await front.Digest() == before).ShouldBe(operation.Method == HttpMethod.Get, "reading changes nothing, and everything else is seen in the digest");
    }

    /// <summary>A route that is kept out of the contract is kept out of all of these tests: whoever does that writes it here, with what tests it instead.</summary>
    [Fact]
    public async Task Every_route_is_in_the_contract_but_for_these()
    {
        var desk = await Desk.Shared;
        var routes = desk.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(
                route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"],
                (route, method) => $"{method} /{route.RoutePattern.RawText!.Trim('/').Replace(":guid", "")}");

        routes.Except(Contract.Operations.Values.Select(operation => operation.ToString())).ShouldBe(
            [
                "GET /.well-known/jwks.json", // no parameters
                "GET /openapi/v1.json", // OpenApiContractTests
                "PUT /files/{id}", // Doorward.Accounts.Tests/Files: a signed address, given out whole
                "GET /files/{id}", // the same
                "GET /ws", "CONNECT /ws", // Live
                "any /graphql", // contracts/schema.graphql
                "GET /graphql/graphiql/{file}", // the library's own tests
                "GET /first-owner", // The_first_owners_page_shows_nothing_but_a_token
                // Doorward.Accounts.Tests, SignIn
                "POST /first-owner", "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /forgot-password", "POST /forgot-password", "GET /reset-password",
                "POST /reset-password", "GET /invitation", "POST /invitation", "GET /account", "POST /account/password", "POST /account/sessions", "POST /account/organization",
                "GET /unsubscribe/{id}", "POST /unsubscribe/{id}", // UnsubscribeTests
                "POST /hooks/mailjet", // MailjetWebhookTests
                "GET /dev/mailbox", "GET /dev/mailbox/{id}", "GET /dev/mailbox/{id}/message", // DevelopmentMailboxTests
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("%3Cscript%3E")]
    [InlineData("%00")]
    [InlineData("%ff%fe")]
    [InlineData("'; touch /tmp/x; '")]
    [InlineData("a&token=b")]
    public async Task The_first_owners_page_shows_nothing_but_a_token(string token)
    {
        var (status, page) = await reading.Read($"/first-owner?token={Uri.EscapeDataString(token)}");
        var (raw, same) = await reading.Read($"/first-owner?token={token.Replace(" ", "+")}");

        (status, raw).ShouldBe((200, 200));
        page.ShouldContain("name=\"token\" value=\"\"");
        same.ShouldContain("name=\"token\" value=\"\"");
    }
}
