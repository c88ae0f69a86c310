using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.SignIn;

/// <summary>Somebody who works for two agencies says for which of them a browser is.</summary>
public sealed class SeveralAgenciesTests
{
    [Fact]
    public async Task A_session_goes_over_by_the_page_and_by_the_API_and_nothing_else_does()
    {
        var first = await Agency.Open();
        var second = await Agency.Open();
        var ana = await Staff.Joins(first);
        await Join(second, ana);
        var home = await second.Owner.CreatesProperty();
        var elsewhere = await ana.Elsewhere();

        (await AgencyOf(ana.Browser)).ShouldBe(first.Id, "the one that was joined first");
        (await ana.Browser.Open("/account")).Page.ShouldContain("Work for this one");
        await ana.Browser.Submit("/account/organization");
        ana.Browser.Status.ShouldBe(303);

        (await AgencyOf(ana.Browser)).ShouldBe(second.Id);
        (await ana.Browser.Get($"properties/{home}")).ShouldBe(200);
        (await AgencyOf(elsewhere)).ShouldBe(first.Id, "each browser is for itself");
        (await elsewhere.Get($"properties/{home}")).ShouldBe(404);

        var sessions = JsonNode.Parse((await elsewhere.Open("/api/v1/sessions")).Raw)!["sessions"]!.AsArray();
        var here = sessions.Single(one => (bool)one!["is_current"]!)!;
        ((string?)here["organization_id"]).ShouldBe(first.Id.ToString());
        (await Move(elsewhere, (string)here["id"]!, second.Id)).ShouldBe(204);
        (await AgencyOf(elsewhere)).ShouldBe(second.Id);
        JsonNode.Parse((await elsewhere.Open("/api/v1/me/organizations")).Raw)!["organizations"]!.AsArray()
            .Select(one => (string?)one!["organization"]!["id"]).ShouldBe([first.Id.ToString(), second.Id.ToString()]);
    }

    [Fact]
    public async Task Nobody_goes_over_to_what_is_not_theirs_or_moves_the_session_of_another()
    {
        var (agency, other) = (await Agency.Open(), await Agency.Open());
        var (ana, eva) = (await Staff.Joins(agency), await Staff.Joins(agency));
        await Join(other, eva);
        var anas = await CurrentOf(ana.Browser);

        (await Move(ana.Browser, anas, other.Id)).ShouldBe(404);
        ana.Browser.Raw.ShouldContain("not_your_organization");
        (await Move(eva.Browser, anas, other.Id)).ShouldBe(404);
        eva.Browser.Raw.ShouldContain("no_such_session");
        (await AgencyOf(ana.Browser)).ShouldBe(agency.Id);

        // Who has left cannot come back that way, and is where they still belong.
        (await Move(eva.Browser, await CurrentOf(eva.Browser), other.Id)).ShouldBe(204);
        (await other.Owner.Delete($"members/{await eva.Id()}")).Code.ShouldBe(204);
        (await AgencyOf(eva.Browser)).ShouldBe(agency.Id);
        (await Move(eva.Browser, await CurrentOf(eva.Browser), other.Id)).ShouldBe(404);
    }

    private static async Task Join(Agency agency, Staff person)
    {
        var invitation = await agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" });
        await person.Browser.Open($"/invitation?token={(string)invitation.Body!["token"]!}");
        await person.Browser.Submit("/invitation");
        person.Browser.Status.ShouldBe(303, person.Browser.Page);
    }

    private static async Task<Guid> AgencyOf(Browser browser) =>
        Guid.Parse((string)JsonNode.Parse((await browser.Open("/api/v1/organization")).Raw)!["organization"]!["id"]!);

    private static async Task<string> CurrentOf(Browser browser) => (string)JsonNode.Parse((await browser.Open("/api/v1/sessions")).Raw)!["sessions"]!.AsArray()
        .Single(one => (bool)one!["is_current"]!)!["id"]!;

    private static async Task<int> Move(Browser browser, string session, Guid organization)
    {
        browser.Headers["Sec-Fetch-Site"] = "same-origin";
        return (await browser.Send(HttpMethod.Put, $"/api/v1/sessions/{session}/organization", JsonContent.Create(new { organization_id = organization }))).Status;
    }
}
