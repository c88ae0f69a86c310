using Doorward.Accounts.Organizations;
using Doorward.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests;

public sealed class JoiningTests
{
    [Fact]
    public async Task The_first_owners_link_founds_one_organization_once()
    {
        await using var desk = await Desk.Open();
        var link = (await desk.Services.GetRequiredService<OwnerLink>().Create(CancellationToken.None))!;
        var nobody = new Person(desk, null);
        var body = new { token = link, organization = "Casa Lettings", slug = "casa", name = "Olga", email = "olga@example.com" };

        (await nobody.Post("organizations", body with { token = "guessed" })).Outcome.ShouldBe("link_used");
        (await nobody.Post("organizations", body with { slug = "-casa" })).Code.ShouldBe(422);
        var founded = await nobody.Post("organizations", body);
        founded.Code.ShouldBe(201);
        (await nobody.Post("organizations", body with { slug = "other" })).Outcome.ShouldBe("link_used");

        var owner = new Person(desk, (string)founded.Body!["token"]!);
        (await owner.Post("invitations", new { email = "ana@example.com", role = "agent" })).Code.ShouldBe(201);
        (await desk.Services.GetRequiredService<OwnerLink>().Create(CancellationToken.None)).ShouldBeNull("it is owned now");
    }

    [Fact]
    public async Task A_new_start_replaces_the_unused_link()
    {
        await using var desk = await Desk.Open();
        var links = desk.Services.GetRequiredService<OwnerLink>();
        var old = await links.Create(CancellationToken.None);
        var fresh = await links.Create(CancellationToken.None);
        var body = new { token = old, organization = "Casa", slug = "casa", name = "Olga", email = "olga@example.com" };

        (await new Person(desk, null).Post("organizations", body)).Outcome.ShouldBe("link_used");
        (await new Person(desk, null).Post("organizations", body with { token = fresh })).Code.ShouldBe(201);
    }

    [Fact]
    public async Task An_invitation_makes_a_member_once()
    {
        var agency = await Agency.Open();
        var invitation = await agency.Owner.Post("invitations", new { email = "ana@example.com", role = "agent" });
        var token = (string)invitation.Body!["token"]!;
        var nobody = new Person(agency.Desk, null);

        (await nobody.Post("invitations/sign-up", new { token = "guessed", name = "Ana" })).Outcome.ShouldBe("no_such_invitation");
        var joined = await nobody.Post("invitations/sign-up", new { token, name = "Ana" });
        joined.Code.ShouldBe(201);
        (await nobody.Post("invitations/sign-up", new { token, name = "Rui" })).Outcome.ShouldBe("no_such_invitation");

        var ana = new Person(agency.Desk, (string)joined.Body!["token"]!);
        (await ana.CreatesProperty()).ShouldNotBe(Guid.Empty);
        (await ana.Post("invitations", new { email = "x@example.com", role = "agent" })).Outcome.ShouldBe("owners_only");
    }

    [Fact]
    public async Task An_invitation_expires()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var token = (string)(await agency.Owner.Post("invitations", new { email = "ana@example.com", role = "agent" })).Body!["token"]!;

        desk.Clock.Advance(TimeSpan.FromDays(8));

        (await new Person(desk, null).Post("invitations/sign-up", new { token, name = "Ana" })).Outcome.ShouldBe("invitation_expired");
    }

    [Fact]
    public async Task An_applicant_who_accepts_an_invitation_becomes_staff_with_the_sign_in_they_have()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant("Ana");
        (await ana.Get("bookings")).Code.ShouldBe(200);
        var token = (string)(await agency.Owner.Post("invitations", new { email = "ana@example.com", role = "agent" })).Body!["token"]!;

        var joined = await ana.Post("invitations/accept", new { token, name = "Ana" });

        joined.Code.ShouldBe(201);
        (await Eventually.Is(
            async () => (await ana.Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lisbon" })).Code == 201, TimeSpan.FromSeconds(10))).ShouldBeTrue();
    }
}
