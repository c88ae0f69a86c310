using Doorward.Accounts.SignIn;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests.SignIn;

public sealed class ResetTests
{
    private const string NewPassword = "seven herons wade at dusk";

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_ends_every_session()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var elsewhere = await ana.Elsewhere();
        var link = await LinkFor(ana);

        var browser = await new Browser(ana.Agency.Door).Open(link);
        await browser.Submit("/reset-password", ("new_password", NewPassword));

        (browser.Status, browser.Location).ShouldBe((303, "/sign-in?reset=1"));
        (await elsewhere.Get("slots")).ShouldBe(401);
        (await ana.Browser.Get("slots")).ShouldBe(401);
        (await new Browser(ana.Agency.Door).SignIn(ana.Email, ana.Password)).Status.ShouldBe(403);
        (await new Browser(ana.Agency.Door).SignIn(ana.Email, NewPassword)).Status.ShouldBe(303);

        var again = await new Browser(ana.Agency.Door).Open(link);
        (await again.Submit("/reset-password", ("new_password", "eight herons wade at dusk"))).Status.ShouldBe(410);
        (await new Browser(ana.Agency.Door).SignIn(ana.Email, NewPassword)).Status.ShouldBe(303);
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_are_answered_alike()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));

        var known = await (await new Browser(desk).Open("/forgot-password")).Submit("/forgot-password", ("email", ana.Email));
        var unknown = await (await new Browser(desk).Open("/forgot-password")).Submit("/forgot-password", ("email", "nobody@example.com"));

        (known.Status, unknown.Status).ShouldBe((200, 200));
        Normal(known).ShouldBe(Normal(unknown));
        known.Last.Headers.Select(header => header.Key).Order().ShouldBe(unknown.Last.Headers.Select(header => header.Key).Order());
        (await desk.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'reset.created'")).ShouldBe(1);
    }

    [Fact]
    public async Task Asking_again_and_again_sends_no_more_mail()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        for (var n = 0; n < 10; n++)
        {
            var asked = await (await new Browser(desk).Open("/forgot-password")).Submit("/forgot-password", ("email", ana.Email));
            asked.Status.ShouldBe(200, "the answer does not tell");
        }

        (await desk.Database.One<long>("SELECT count(*) FROM accounts.resets")).ShouldBe(5);
    }

    [Fact]
    public async Task Two_links_used_at_once_set_one_password()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var links = new[] { await LinkFor(ana), await LinkFor(ana) };
        var browsers = await Task.WhenAll(links.Concat(links).Select(link => new Browser(ana.Agency.Door).Open(link)));

        await Task.WhenAll(browsers.Select((browser, n) => browser.Submit("/reset-password", ("new_password", $"{NewPassword} {n}"))));

        browsers.Select(browser => browser.Status).Order().ShouldBe([303, 410, 410, 410]);
        var winner = Array.FindIndex(browsers, browser => browser.Status == 303);
        (await new Browser(ana.Agency.Door).SignIn(ana.Email, $"{NewPassword} {winner}")).Status.ShouldBe(303);
    }

    [Fact]
    public async Task A_link_is_good_for_an_hour_and_none_is_guessed()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        var link = await LinkFor(ana);
        desk.Clock.Advance(TimeSpan.FromMinutes(61));

        var late = await new Browser(desk).Open(link);
        (await late.Submit("/reset-password", ("new_password", NewPassword))).Status.ShouldBe(410);
        var guessed = await new Browser(desk).Open($"/reset-password?token={new string('A', 43)}");
        (await guessed.Submit("/reset-password", ("new_password", NewPassword))).Status.ShouldBe(410);
    }

    [Fact]
    public async Task A_bad_password_does_not_use_the_link_up()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var browser = await new Browser(ana.Agency.Door).Open(await LinkFor(ana));

        (await browser.Submit("/reset-password", ("new_password", "short"))).Status.ShouldBe(422);
        (await browser.Submit("/reset-password", ("new_password", "Ana Costa 2026"))).Status.ShouldBe(422);
        (await browser.Submit("/reset-password", ("new_password", NewPassword))).Status.ShouldBe(303);
    }

    [Fact]
    public async Task A_reset_opens_an_account_that_others_have_locked()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        for (var n = 0; n < 6; n++)
        {
            await new Browser(desk).SignIn(ana.Email, "wrong wrong wrong");
        }

        var browser = await new Browser(desk).Open(await LinkFor(ana));
        await browser.Submit("/reset-password", ("new_password", NewPassword));

        (await new Browser(desk).SignIn(ana.Email, NewPassword)).Status.ShouldBe(303);
    }

    [Fact]
    public async Task Changing_the_password_takes_the_old_one_and_ends_the_other_sessions()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var elsewhere = await ana.Elsewhere();
        var before = ana.Browser.Session;
        await ana.Browser.Open("/account");

        (await ana.Browser.Submit("/account/password", ("current_password", "wrong wrong wrong"), ("new_password", NewPassword))).Status.ShouldBe(403);
        (await ana.Browser.Submit("/account/password", ("current_password", ana.Password), ("new_password", "short"))).Status.ShouldBe(422);
        (await ana.Browser.Submit("/account/password", ("current_password", ana.Password), ("new_password", NewPassword))).Status.ShouldBe(200);

        (await elsewhere.Get("slots")).ShouldBe(401);
        (await ana.Browser.Get("slots")).ShouldBe(200);
        ana.Browser.Session.ShouldNotBe(before, "another password, another secret");
        (await new Browser(ana.Agency.Door).SignIn(ana.Email, ana.Password)).Status.ShouldBe(403);
    }

    /// <summary>What the mail holds: the secret is derived from the row, on any node.</summary>
    private static async Task<string> LinkFor(Staff ana)
    {
        var desk = ana.Agency.Desk;
        (await (await new Browser(desk).Open("/forgot-password")).Submit("/forgot-password", ("email", ana.Email.ToUpperInvariant()))).Status.ShouldBe(200);
        var id = await desk.Database.One<Guid>("SELECT id FROM accounts.resets WHERE person_id = $1 ORDER BY id DESC LIMIT 1", await ana.Id());
        return $"/reset-password?token={desk.Services.GetRequiredService<LinkTokens>().For("reset", id)}";
    }

    private static string Normal(Browser browser) => System.Text.RegularExpressions.Regex.Replace(browser.Page, "name=\"form_token\" value=\"[^\"]*\"", "TOKEN");
}
