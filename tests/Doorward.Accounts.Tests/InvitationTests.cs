using Doorward.Accounts.SignIn;
using Doorward.Accounts.Tests.SignIn;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests;

public sealed class InvitationTests
{
    [Fact]
    public async Task The_link_can_be_made_again_from_the_row_for_the_mail()
    {
        var agency = await Agency.Open();
        var invitation = await Invite(agency);

        agency.Desk.Services.GetRequiredService<LinkTokens>().For("invitation", Guid.Parse((string)invitation.Body!["id"]!)).ShouldBe(Token(invitation));
        (await agency.Desk.Database.One<long>("SELECT count(*) FROM accounts.invitations i WHERE i::text LIKE '%' || $1 || '%'", Token(invitation))).ShouldBe(0);
        (await agency.Desk.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'invitation.created' AND subject_id = $1", Guid.Parse((string)invitation.Body["id"]!)))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_revoked_invitation_opens_nothing()
    {
        var agency = await Agency.Open();
        var invitation = await Invite(agency);
        var id = (string)invitation.Body!["id"]!;

        (await agency.Owner.Get("invitations")).Body!["invitations"]!.AsArray().Count.ShouldBe(1);
        (await agency.Owner.Delete($"invitations/{id}")).Code.ShouldBe(204);
        (await agency.Owner.Delete($"invitations/{id}")).Code.ShouldBe(204, "asking twice is harmless");

        (await agency.Owner.Get("invitations")).Body!["invitations"]!.AsArray().ShouldBeEmpty();
        (await new Person(agency.Door, null).Post("invitations/sign-up", new { token = Token(invitation), name = "Ana" })).Outcome.ShouldBe("no_such_invitation");
        (await new Browser(agency.Door).Open($"/invitation?token={Token(invitation)}")).Status.ShouldBe(410);
        (await agency.Owner.Post($"invitations/{id}/resend", new { })).Outcome.ShouldBe("no_such_invitation");
    }

    [Fact]
    public async Task Sent_again_an_expired_invitation_is_good_again()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var invitation = await Invite(agency);
        var id = (string)invitation.Body!["id"]!;
        (await agency.Owner.Post($"invitations/{id}/resend", new { })).Outcome.ShouldBe("invitation_just_sent");

        desk.Clock.Advance(TimeSpan.FromDays(8));
        (await new Browser(desk).Open($"/invitation?token={Token(invitation)}")).Status.ShouldBe(410);
        (await agency.Owner.Post($"invitations/{id}/resend", new { })).Code.ShouldBe(200);

        (await new Browser(desk).Open($"/invitation?token={Token(invitation)}")).Status.ShouldBe(200);
        (await desk.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'invitation.resent'")).ShouldBe(1);
    }

    [Fact]
    public async Task Accepted_twice_at_once_it_makes_one_member()
    {
        var agency = await Agency.Open();
        var token = Token(await Invite(agency));
        var browsers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Browser(agency.Door).Open($"/invitation?token={token}")));

        await Task.WhenAll(browsers.Select((browser, n) => browser.Submit("/invitation", ("name", $"Ana {n}"), ("new_password", Staff.UsualPassword))));

        browsers.Count(browser => browser.Status == 303).ShouldBe(1, string.Join(", ", browsers.Select(browser => browser.Status)));
        (await agency.Desk.Database.One<long>("SELECT count(*) FROM accounts.members WHERE organization_id = $1", agency.Id)).ShouldBe(2);
    }

    [Fact]
    public async Task Who_has_an_account_joins_a_second_agency_with_it()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var second = await Agency.Open();
        var token = Token(await second.Owner.Post("invitations", new { email = ana.Email, role = "agent" }));

        var stranger = await new Browser(second.Door).Open($"/invitation?token={token}");
        stranger.Page.ShouldContain(ana.Email);
        (await stranger.Submit("/invitation", ("password", "wrong wrong wrong"))).Status.ShouldBe(403);
        (await stranger.Submit("/invitation", ("password", ana.Password))).Status.ShouldBe(303);
        (await second.Desk.Database.One<long>("SELECT count(*) FROM accounts.members WHERE person_id = $1", await ana.Id())).ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_signed_in_joins_as_who_they_are()
    {
        var ana = await Staff.Joins(await Agency.Open());
        var second = await Agency.Open();
        var token = Token(await Invite(second));
        var before = ana.Browser.Session;

        (await ana.Browser.Open($"/invitation?token={token}")).Page.ShouldContain("Ana Costa");
        (await ana.Browser.Submit("/invitation")).Status.ShouldBe(303);

        ana.Browser.Session.ShouldNotBe(before, "another right, another secret");
        (await second.Desk.Database.One<long>("SELECT count(*) FROM accounts.members WHERE person_id = $1 AND organization_id = $2", await ana.Id(), second.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_owners_page_founds_the_agency_and_signs_in()
    {
        await using var desk = await Desk.Open();
        var link = await desk.Services.GetRequiredService<Accounts.Organizations.OwnerLink>().Create(CancellationToken.None);
        var browser = await new Browser(desk).Open($"/first-owner?token={link}");
        (string, string)[] typed = [("agency", "Casa Nova"), ("slug", "casa-nova"), ("name", "Olga Pereira"), ("email", "olga@casa-nova.example")];

        (await browser.Submit("/first-owner", [.. typed, ("new_password", "Casa Nova 2026")])).Status.ShouldBe(422);
        (await browser.Submit("/first-owner", [.. typed, ("new_password", Staff.UsualPassword)])).Status.ShouldBe(303);

        (await browser.Get("invitations")).ShouldBe(200);
        (await new Browser(desk).SignIn("Olga@Casa-Nova.example", Staff.UsualPassword)).Status.ShouldBe(303);
        var late = await new Browser(desk).Open($"/first-owner?token={link}");
        (await late.Submit("/first-owner", [.. typed, ("slug", "other"), ("email", "x@example.com"), ("new_password", Staff.UsualPassword)])).Status.ShouldBe(409);
    }

    private static Task<Answer> Invite(Agency agency) => agency.Owner.Post("invitations", new { email = $"{Guid.CreateVersion7():N}@example.com", role = "agent" });

    private static string Token(Answer invitation) => (string)invitation.Body!["token"]!;
}
