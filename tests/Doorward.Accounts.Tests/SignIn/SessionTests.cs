using Doorward.Platform.Http;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.SignIn;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_is_the_same_caller_as_a_token()
    {
        var agency = await Agency.Open();
        var ana = await Staff.Joins(agency);

        (await ana.Browser.Get("slots")).ShouldBe(200);
        (await ana.Browser.Get("members")).ShouldBe(200);
        (await ana.Browser.Get("invitations")).ShouldBe(403, "she is no owner");
        (await ana.Browser.Open("/account")).Page.ShouldContain("Ana Costa");
        (await new Browser(agency.Door).Get("slots")).ShouldBe(401);
    }

    [Fact]
    public async Task The_cookie_is_for_this_site_alone_and_for_no_script()
    {
        var ana = await Staff.Joins(await Agency.Open());

        var cookie = (await ana.Elsewhere()).Last.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("doorward=")).ToLowerInvariant();

        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/");
        cookie.ShouldNotContain("domain=");
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_bound_to_the_host()
    {
        await using var desk = await Desk.Open(edges: new EdgeSettings { TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] });
        var ana = await Staff.Joins(await Agency.Open(desk));
        var browser = new Browser(desk) { Headers = { ["X-Forwarded-Proto"] = "https" } };

        await browser.SignIn(ana.Email, ana.Password);

        browser.Status.ShouldBe(303, browser.Page);
        var cookie = browser.Last.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-doorward="));
        cookie.ShouldContain("secure", Case.Insensitive);
        (await browser.Get("slots")).ShouldBe(200);
    }

    [Fact]
    public async Task A_secret_that_somebody_planted_is_never_taken_over()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var planted = new string('A', 43);
        var browser = new Browser(ana.Agency.Door) { Session = planted };

        await browser.SignIn(ana.Email, ana.Password);

        browser.Session.ShouldNotBe(planted);
        (await new Browser(ana.Agency.Door) { Session = planted }.Get("slots")).ShouldBe(401);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var first = ana.Browser.Session;

        await ana.Browser.SignIn(ana.Email, ana.Password);

        ana.Browser.Session.ShouldNotBe(first);
        (await new Browser(ana.Agency.Door) { Session = first }.Get("slots")).ShouldBe(401);
    }

    [Fact]
    public async Task Signing_out_ends_it_for_whoever_has_a_copy()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var copy = new Browser(ana.Agency.Door) { Session = ana.Browser.Session };
        (await copy.Get("slots")).ShouldBe(200);

        await (await ana.Browser.Open("/account")).Submit("/sign-out");

        ana.Browser.Session.ShouldBeNull();
        (await copy.Get("slots")).ShouldBe(401);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_after_a_fortnight_however_much_it_is()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        for (var n = 0; n < 27; n++)
        {
            desk.Clock.Advance(TimeSpan.FromHours(11));
            (await ana.Browser.Get("slots")).ShouldBe(200, $"after {n * 11} hours");
        }

        var idle = await ana.Elsewhere();
        desk.Clock.Advance(TimeSpan.FromHours(11));
        (await ana.Browser.Get("slots")).ShouldBe(200);
        desk.Clock.Advance(TimeSpan.FromHours(2));
        (await idle.Get("slots")).ShouldBe(401, "nobody used it for thirteen hours");
        desk.Clock.Advance(TimeSpan.FromHours(30));
        (await ana.Browser.Get("slots")).ShouldBe(401, "it is older than a fortnight");
    }

    [Fact]
    public async Task A_session_gets_a_new_secret_every_hour_and_the_old_one_is_good_for_a_moment_only()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        var before = ana.Browser.Session;
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        await desk.ForgetCallers();

        (await ana.Browser.Get("slots")).ShouldBe(200);

        ana.Browser.Session.ShouldNotBe(before);
        (await ana.Browser.Get("slots")).ShouldBe(200);
        (await new Browser(desk) { Session = before }.Get("slots")).ShouldBe(200, "a request that was under way");
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.ForgetCallers();
        (await new Browser(desk) { Session = before }.Get("slots")).ShouldBe(401);
        (await ana.Browser.Get("slots")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_many_requests_with_a_session_that_is_due_one_gets_the_new_secret_and_all_are_answered()
    {
        await using var desk = await Desk.Open();
        var ana = await Staff.Joins(await Agency.Open(desk));
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        await desk.ForgetCallers();

        var tabs = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            var tab = new Browser(desk) { Session = ana.Browser.Session };
            return (Status: await tab.Get("slots"), tab.Session);
        }));

        tabs.ShouldAllBe(tab => tab.Status == 200);
        tabs.Select(tab => tab.Session).Where(secret => secret != ana.Browser.Session).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Another_role_is_another_secret()
    {
        var agency = await Agency.Open();
        var ana = await Staff.Joins(agency);
        var before = ana.Browser.Session;

        (await agency.Owner.Patch($"members/{await ana.Id()}", new { role = "owner" })).Code.ShouldBe(200);

        (await ana.Browser.Get("invitations")).ShouldBe(200, "at once");
        ana.Browser.Session.ShouldNotBe(before);
    }

    [Fact]
    public async Task One_sees_ones_own_sessions_and_ends_them_on_every_node()
    {
        await using var desk = await Desk.Open();
        await using var there = await Desk.Open(desk.ConnectionString);
        var agency = await Agency.Open(desk);
        var (ana, rui) = (await Staff.Joins(agency), await Staff.Joins(agency));
        var phone = await ana.Elsewhere();
        var phoneThere = new Browser(there) { Session = phone.Session };
        (await phoneThere.Get("slots")).ShouldBe(200);
        ana.Browser.Headers["Sec-Fetch-Site"] = "same-origin";
        rui.Browser.Headers["Sec-Fetch-Site"] = "same-origin";

        await ana.Browser.Send(HttpMethod.Get, "/api/v1/sessions");
        var sessions = System.Text.Json.Nodes.JsonNode.Parse(ana.Browser.Raw)!["sessions"]!.AsArray();
        sessions.Count.ShouldBe(2);
        var other = (string)sessions.Single(session => !(bool)session!["is_current"]!)!["id"]!;

        (await rui.Browser.Send(HttpMethod.Delete, $"/api/v1/sessions/{other}")).Status.ShouldBe(404, "it is not his");
        (await ana.Browser.Send(HttpMethod.Delete, $"/api/v1/sessions/{other}")).Status.ShouldBe(204);

        (await phone.Get("slots")).ShouldBe(401);
        (await Eventually.Is(async () => await phoneThere.Get("slots") == 401, TimeSpan.FromSeconds(60))).ShouldBeTrue("the other node has heard of it");
        (await ana.Browser.Get("slots")).ShouldBe(200);
    }

    [Fact]
    public async Task What_changes_something_must_come_from_a_page_of_ours()
    {
        var agency = await Agency.Open();
        var ana = await Staff.Joins(agency);
        var ours = agency.Door.Address.GetLeftPart(UriPartial.Authority);

        async Task<int> Deletes(params (string Name, string Value)[] headers)
        {
            var browser = new Browser(agency.Door) { Session = ana.Browser.Session };
            foreach (var (name, value) in headers)
            {
                browser.Headers[name] = value;
            }

            return (await browser.Send(HttpMethod.Delete, $"/api/v1/slots/{Guid.CreateVersion7()}")).Status;
        }

        (await Deletes()).ShouldBe(403);
        (await Deletes(("Origin", "https://evil.example"))).ShouldBe(403);
        (await Deletes(("Origin", "null"))).ShouldBe(403);
        (await Deletes(("Origin", ours + ".evil.example"))).ShouldBe(403);
        (await Deletes(("Sec-Fetch-Site", "cross-site"), ("Origin", ours))).ShouldBe(403);
        (await Deletes(("Sec-Fetch-Site", "same-site"))).ShouldBe(403);
        (await Deletes(("Sec-Fetch-Site", "none"))).ShouldBe(403);
        (await Deletes(("Origin", "https://evil.example"), ("X-Requested-With", "fetch"))).ShouldBe(403);

        (await Deletes(("Sec-Fetch-Site", "same-origin"))).ShouldBe(404);
        (await Deletes(("Origin", ours))).ShouldBe(404);
        (await Deletes(("Origin", "http://localhost:3000"))).ShouldBe(404, "the settings name it");
        (await Deletes(("X-Requested-With", "a program"))).ShouldBe(404);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_not_taken()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var fields = new Dictionary<string, string> { ["email"] = ana.Email, ["password"] = ana.Password };

        var forged = await new Browser(ana.Agency.Door).Send(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(fields));
        forged.Status.ShouldBe(400);
        forged.Session.ShouldBeNull("nobody is signed in to another's account without asking for it");

        // with a form of the attacker's own browser
        var attacker = await new Browser(ana.Agency.Door).Open("/sign-in");
        fields["form_token"] = System.Text.RegularExpressions.Regex.Match(attacker.Raw, "name=\"form_token\" value=\"([^\"]+)\"").Groups[1].Value;
        var victim = await new Browser(ana.Agency.Door).Open("/sign-in");
        (await victim.Send(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(fields))).Status.ShouldBe(400);

        // with the right one, but from another site's page
        var crossing = await new Browser(ana.Agency.Door).Open("/sign-in");
        crossing.Headers["Sec-Fetch-Site"] = "cross-site";
        (await crossing.Submit("/sign-in", ("email", ana.Email), ("password", ana.Password))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Pages_run_no_script_are_framed_by_nobody_and_kept_by_nobody()
    {
        var browser = new Browser(await Desk.Shared);
        foreach (var path in new[] { "/sign-in", "/forgot-password", "/reset-password?token=x", "/invitation?token=x", "/first-owner?token=x" })
        {
            await browser.Open(path);
            var policy = browser.Last.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe-inline");
            policy.ShouldNotContain("script-src");
            browser.Last.Headers.CacheControl!.NoStore.ShouldBeTrue();
            browser.Raw.ShouldNotContain("<script");
            // the style sheet is the one that the policy names
            var style = System.Text.RegularExpressions.Regex.Match(browser.Raw, "<style>(.*?)</style>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value;
            policy.ShouldContain(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style))));
        }
    }

    [Theory]
    [InlineData("pt-PT,pt;q=0.9,en;q=0.5", "Iniciar sessão")]
    [InlineData("en;q=0.3, pt;q=0.8", "Iniciar sessão")]
    [InlineData("fr, en;q=0.5", "Sign in")]
    [InlineData("fr", "Sign in")]
    [InlineData("", "Sign in")]
    public async Task Pages_speak_the_browsers_language(string accepts, string title)
    {
        var browser = new Browser(await Desk.Shared);
        if (accepts.Length > 0)
        {
            browser.Headers["Accept-Language"] = accepts;
        }

        (await browser.Open("/sign-in")).Page.ShouldContain($"<h1>{title}</h1>");
    }

    [Fact]
    public async Task A_name_with_a_line_end_or_markup_harms_nobody()
    {
        var agency = await Agency.Open();
        var token = (string)(await agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" })).Body!["token"]!;
        var browser = await new Browser(agency.Door).Open($"/invitation?token={token}");

        (await browser.Submit("/invitation", ("name", "Ana\r\nSet-Cookie: doorward=x"), ("new_password", Staff.UsualPassword))).Status.ShouldBe(422);
        (await browser.Submit("/invitation", ("name", "<script>alert(1)</script>"), ("new_password", Staff.UsualPassword))).Status.ShouldBe(303);
        (await browser.Open("/account")).Raw.ShouldNotContain("<script>");
        browser.Page.ShouldContain("<script>alert(1)</script>", customMessage: "as text");
        browser.Headers["User-Agent"] = "<img src=x onerror=alert(1)>";
        (await browser.SignIn("nobody@example.com", "x")).Raw.ShouldNotContain("<img");
    }
}
