using Doorward.Accounts.SignIn;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests;

public sealed class LinkTokensTests
{
    [Fact]
    public async Task A_links_secret_is_the_same_on_every_node_and_for_nothing_else()
    {
        await using var here = await Desk.Open();
        await using var there = await Desk.Open(here.ConnectionString);
        var (links, others) = (here.Services.GetRequiredService<LinkTokens>(), there.Services.GetRequiredService<LinkTokens>());
        var id = Guid.CreateVersion7();

        links.For("reset", id).ShouldBe(others.For("reset", id));
        links.For("reset", id).Length.ShouldBe(43);
        links.For("invitation", id).ShouldNotBe(links.For("reset", id));
        links.For("reset", Guid.CreateVersion7()).ShouldNotBe(links.For("reset", id));
    }
}
