using Doorward.Testing;
using Npgsql;

namespace Doorward.Accounts.Tests;

public sealed class MemberTests
{
    [Fact]
    public async Task Owners_see_rename_and_staff_the_agency()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent("Ana Costa");
        var maria = await agency.Applicant();

        (await ana.Get("organization")).Only["slug"]!.ToString().ShouldBe(agency.Slug);
        (await ana.Patch("organization", new { name = "Ana's" })).Outcome.ShouldBe("owners_only");
        (await agency.Owner.Patch("organization", new { name = "Casa Nova" })).Code.ShouldBe(200);
        (await maria.Get("organization")).Only["name"]!.ToString().ShouldBe("Casa Nova");

        (await maria.Get("members")).Outcome.ShouldBe("staff_only");
        var members = (await ana.Get("members")).Body!["members"]!.AsArray();
        members.Select(member => (string)member!["role"]!).Order().ShouldBe(["agent", "owner"]);
    }

    [Fact]
    public async Task Who_is_made_an_owner_is_one_at_once_and_the_other_way_round()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent("Ana");
        var id = (await ana.Get("me")).Id;

        (await agency.Owner.Patch($"members/{id}", new { role = "owner" })).Code.ShouldBe(200);
        (await ana.Get("invitations")).Code.ShouldBe(200);
        (await agency.Owner.Patch($"members/{id}", new { role = "agent" })).Code.ShouldBe(200);
        (await ana.Get("invitations")).Outcome.ShouldBe("owners_only");
    }

    [Fact]
    public async Task The_last_owner_neither_leaves_nor_is_deposed_nor_removed_nor_erased()
    {
        var agency = await Agency.Open();
        var id = (await agency.Owner.Get("me")).Id;

        (await agency.Owner.Delete("members/me")).Outcome.ShouldBe("last_owner");
        (await agency.Owner.Delete($"members/{id}")).Outcome.ShouldBe("last_owner");
        (await agency.Owner.Patch($"members/{id}", new { role = "agent" })).Outcome.ShouldBe("last_owner");
        (await agency.Owner.Delete("me")).Outcome.ShouldBe("last_owner");

        var invitation = await agency.Owner.Post("invitations", new { email = "me@example.com", role = "agent" });
        (await agency.Owner.Post("invitations/accept", new { token = (string)invitation.Body!["token"]!, name = "Olga" })).Code.ShouldBe(201);
        (await agency.Owner.Get("invitations")).Code.ShouldBe(200, "who accepts an invitation to be less stays what they are");
    }

    [Theory]
    [InlineData("leave")]
    [InlineData("depose each other")]
    [InlineData("are erased")]
    [InlineData("leave and are erased")]
    public async Task Of_two_owners_who_go_at_the_same_moment_exactly_one_does(string how)
    {
        await using var there = await Desk.Open((await Desk.Shared).ConnectionString);
        for (var round = 0; round < 8; round++)
        {
            var agency = await Agency.Open();
            var other = await agency.Agent("Rui");
            var (first, second) = ((await agency.Owner.Get("me")).Id, (await other.Get("me")).Id);
            (await agency.Owner.Patch($"members/{second}", new { role = "owner" })).Code.ShouldBe(200);

            var answers = await Task.WhenAll(how switch
            {
                "leave" => [agency.Owner.Delete("members/me"), other.At(there).Delete("members/me")],
                "depose each other" =>
                    [agency.Owner.Patch($"members/{second}", new { role = "agent" }), other.At(there).Patch($"members/{first}", new { role = "agent" })],
                "are erased" => [agency.Owner.Delete("me"), other.At(there).Delete("me")],
                _ => new[] { agency.Owner.Delete("members/me"), other.At(there).Delete("me") },
            });

            answers.Count(answer => answer.Code is 200 or 204).ShouldBe(1, string.Join(", ", answers.Select(answer => $"{answer.Code} {answer.Refusal}")));
            answers.Single(answer => answer.Code >= 400).Refusal.ShouldBeOneOf("last_owner", "owners_only", "no_longer_staff", "not_a_member");
            (await agency.Desk.Database.One<long>(
                "SELECT count(*) FROM accounts.members WHERE organization_id = $1 AND role = 'owner' AND left_at IS NULL", agency.Id)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task The_schema_itself_keeps_an_owner()
    {
        var agency = await Agency.Open();

        foreach (var text in new[]
        {
            "UPDATE accounts.members SET left_at = now() WHERE organization_id = $1", "UPDATE accounts.members SET role = 'agent' WHERE organization_id = $1",
            "DELETE FROM accounts.members WHERE organization_id = $1",
        })
        {
            (await Should.ThrowAsync<PostgresException>(() => agency.Desk.Database.Do(text, agency.Id))).ConstraintName.ShouldBe("organizations_keep_an_owner");
        }
    }

    [Fact]
    public async Task Who_leaves_or_is_removed_is_out_at_once_on_every_node_and_may_come_back()
    {
        await using var there = await Desk.Open((await Desk.Shared).ConnectionString);
        var agency = await Agency.Open();
        var (ana, rui) = (await agency.Agent("Ana"), await agency.Agent("Rui"));
        (await ana.At(there).Get("slots")).Code.ShouldBe(200);

        (await ana.Delete("members/me")).Code.ShouldBe(204);
        (await agency.Owner.Delete($"members/{(await rui.Get("me")).Id}")).Code.ShouldBe(204);

        (await ana.Get("slots")).Refusal.ShouldBe("not_a_member");
        (await rui.Get("slots")).Refusal.ShouldBe("not_a_member");
        (await ana.At(there).Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lisbon" })).Refusal.ShouldBeOneOf("no_longer_staff", "not_a_member");
        (await Eventually.Is(async () => (await ana.At(there).Get("slots")).Refusal == "not_a_member", TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await ana.Delete("members/me")).Refusal.ShouldBe("not_a_member");

        var invitation = await agency.Owner.Post("invitations", new { email = "ana@example.com", role = "agent" });
        (await ana.Post("invitations/accept", new { token = (string)invitation.Body!["token"]!, name = "Ana" })).Code.ShouldBe(201);
        (await Eventually.Is(async () => (await ana.Get("slots")).Code == 200, TimeSpan.FromSeconds(60))).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_slots_of_who_leaves_are_cancelled_and_booked_ones_are_shown_as_unattended()
    {
        var agency = await Agency.Open();
        var (ana, maria) = (await agency.Agent("Ana"), await agency.Applicant());
        var property = await agency.Owner.CreatesProperty();
        var open = await ana.Opens(property, agency.Tomorrow(1));
        var booked = await ana.Opens(property, agency.Tomorrow(2));
        await maria.Books(booked.Id);
        var held = await ana.Opens(property, agency.Tomorrow(3));
        (await maria.Holds(held.Id)).Outcome.ShouldBe("held");

        (await agency.Owner.Delete($"members/{(await ana.Get("me")).Id}")).Code.ShouldBe(204);

        (await Eventually.Is(async () => (await agency.Owner.Get($"slots/{open.Id}")).Outcome == "cancelled", TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await agency.Owner.Get($"slots/{held.Id}")).Outcome.ShouldBe("cancelled", "a hold is no visit");
        (await maria.Books(held.Id)).Outcome.ShouldBe("slot_cancelled");
        (await agency.Owner.Get($"slots/{booked.Id}")).Outcome.ShouldBe("booked");
        var unattended = (await agency.Owner.Get("slots/unattended")).Body!["slots"]!.AsArray();
        unattended.ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(booked.Id.ToString());
        (await agency.Owner.CancelsSlot(booked.Id)).Code.ShouldBe(204);
        (await maria.Get("bookings")).Body!["bookings"]![0]!["status"]!.ToString().ShouldBe("cancelled_by_agent");
    }
}
