using System.Text.Json.Nodes;
using Doorward.Platform.Identity;
using Doorward.Platform.Tests.Identity.Tokens;
using Doorward.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Desk = Doorward.Testing.Desk;

namespace Doorward.Platform.Tests.Identity.Callers;

/// <summary>Who the bearer of a token is. The issuer is like Supabase: agents and applicants come from it alike, as sub, email and aud "authenticated".</summary>
public sealed class CallerTests(CallerTests.Town town) : IClassFixture<CallerTests.Town>
{
    [Fact]
    public async Task A_route_that_does_not_say_who_may_call_it_is_closed()
    {
        var agency = await Agency.Open(town.Desk);
        var reached = false;
        var middleware = ActivatorUtilities.CreateInstance<CallerMiddleware>(town.Desk.Services, (RequestDelegate)(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        }));
        var context = new DefaultHttpContext { RequestServices = town.Desk.Services };
        context.Request.Headers.Authorization = $"Bearer {agency.Owner.Token}";
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/forgotten"), 0, null, "forgotten"));
        await middleware.InvokeAsync(context);
        (context.Response.StatusCode, reached).ShouldBe((403, false));
    }

    [Fact]
    public async Task Without_a_token_or_with_a_bad_one_nobody_gets_in()
    {
        (await new Person(town.Desk, null).Get("slots")).ShouldSatisfyAllConditions(
            no => no.Code.ShouldBe(401), no => no.Refusal.ShouldBe("not_signed_in"), no => no.Headers["WWW-Authenticate"].ShouldBe("Bearer"));
        (await new Person(town.Desk, "nonsense").Get("slots")).ShouldSatisfyAllConditions(
            no => no.Code.ShouldBe(401), no => no.Headers["WWW-Authenticate"].ShouldContain("invalid_token"));
    }

    [Fact]
    public async Task A_stranger_with_a_good_token_is_nobody_whatever_organization_they_name()
    {
        var agency = await Agency.Open(town.Desk);
        var before = await Members(agency);
        foreach (var issuer in new[] { town.Plain, town.Vouching })
        {
            var stranger = town.Bearer(issuer, "stranger@x.example", verified: true);
            (await stranger.Get("slots")).Refusal.ShouldBe("not_a_member");
            (await stranger.Get($"slots?organization_id={agency.Id}&organization={agency.Slug}")).Refusal.ShouldBe("not_a_member");
            (await stranger.Post("slots", new { organization_id = agency.Id, organization = agency.Slug })).Refusal.ShouldBe("not_a_member");
            (await town.Send(stranger, ("X-Organization-Id", agency.Id.ToString()), ("Organization", agency.Slug), ("X-Tenant", agency.Slug))).ShouldBe(403);
        }

        (await Members(agency)).ShouldBe(before);
    }

    [Fact]
    public async Task A_claim_counts_only_from_an_issuer_that_may_vouch_for_that_organization()
    {
        var agency = await Agency.Open(town.Desk);
        (await town.Bearer(town.Plain, "x@x.example", claims: ("organization", agency.Slug)).Get("slots")).Refusal.ShouldBe("not_a_member");
        (await town.Bearer(town.Elsewhere, "x@x.example", claims: ("organization", agency.Slug)).Get("slots")).Refusal.ShouldNotBeNull();
        (await Members(agency)).ShouldBe(1);

        var vouched = town.Bearer(town.Vouching, "x@x.example", claims: ("organization", agency.Slug));
        (await vouched.Get("slots")).Code.ShouldBe(200);
        (await Members(agency)).ShouldBe(2);
        (await town.Desk.Database.Ask<long>($"SELECT count(*) FROM events.log WHERE type = 'member.joined' AND organization_id = '{agency.Id}'")).ShouldBe(1);
    }

    [Fact]
    public async Task First_calls_that_race_make_one_member()
    {
        var agency = await Agency.Open(town.Desk);
        var calls = Enumerable.Range(0, 20).Select(_ => town.Bearer(town.Vouching, "race@x.example", subject: $"race-{agency.Id}", claims: ("organization", agency.Slug)).Get("slots"));
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Code == 200);
        (await Members(agency)).ShouldBe(2);
        (await town.Desk.Database.Ask<long>($"SELECT count(*) FROM accounts.sign_ins WHERE subject = 'race-{agency.Id}'")).ShouldBe(1);
    }

    [Fact]
    public async Task First_calls_of_a_known_person_to_another_agency_may_race_too()
    {
        var first = await Agency.Open(town.Desk);
        var subject = $"known-{first.Id}";
        (await town.Bearer(town.Vouching, "k@x.example", subject: subject, claims: ("organization", first.Slug)).Get("slots")).Code.ShouldBe(200);
        for (var n = 0; n < 5; n++)
        {
            var agency = await Agency.Open(town.Desk);
            var calls = Enumerable.Range(0, 16).Select(_ => town.Bearer(town.Vouching, "k@x.example", subject: subject, claims: ("organization", agency.Slug)).Get("slots"));
            (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Code == 200);
        }
    }

    [Fact]
    public async Task Who_left_stays_out_though_their_issuer_vouches_for_them()
    {
        var agency = await Agency.Open(town.Desk);
        var bearer = town.Bearer(town.Vouching, "left@x.example", claims: ("organization", agency.Slug));
        (await bearer.Get("slots")).Code.ShouldBe(200);
        await town.Desk.Database.Do($"""
            WITH gone AS (UPDATE accounts.members SET left_at = now() WHERE organization_id = '{agency.Id}' AND role = 'agent' RETURNING person_id)
            INSERT INTO events.log (type, organization_id, subject_id) SELECT 'member.left', '{agency.Id}', person_id FROM gone
            """);
        await Eventually.So("they are out", async () => (await bearer.Get("slots")).Refusal == "not_a_member");
    }

    [Fact]
    public async Task A_change_of_membership_is_seen_on_the_other_node_long_before_its_memory_fades()
    {
        await using var there = await Desk.Open(town.Desk.ConnectionString, town.Settings);
        var agency = await Agency.Open(town.Desk);
        var here = town.Bearer(town.Vouching, "two@x.example", claims: ("organization", agency.Slug));
        var on = new Person(there, here.Token);
        (await here.Get("slots")).Code.ShouldBe(200);
        (await on.Get("slots")).Code.ShouldBe(200);
        await town.Desk.Database.Do($"""
            WITH gone AS (UPDATE accounts.members SET left_at = now() WHERE organization_id = '{agency.Id}' AND role = 'agent' RETURNING person_id)
            INSERT INTO events.log (type, organization_id, subject_id) SELECT 'member.left', '{agency.Id}', person_id FROM gone
            """);
        await Eventually.So("the other node has forgotten them", async () => (await on.Get("slots")).Refusal == "not_a_member", seconds: 15);
    }

    [Fact]
    public async Task An_applicant_is_linked_by_a_verified_address_and_by_no_other()
    {
        var agency = await Agency.Open(town.Desk);
        var email = $"ana@{agency.Slug}.example";
        await agency.Owner.Post("applicants", new { external_id = "1", name = "Ana", email, risk_level = "LOW" });

        (await town.Bearer(town.Plain, email, verified: false, subject: "thief").Get("bookings")).Refusal.ShouldBe("not_a_member");
        (await town.Bearer(town.Plain, $"x{email}", verified: true).Get("bookings")).Refusal.ShouldBe("not_a_member");
        (await town.Desk.Database.Ask<bool>($"SELECT person_id IS NULL FROM visits.applicants WHERE email = '{email}'")).ShouldBeTrue();

        var ana = town.Bearer(town.Plain, email.ToUpperInvariant(), verified: true, subject: $"ana-{agency.Id}");
        (await ana.Get("bookings")).Code.ShouldBe(200);
        // Linked once, she is known by her subject, whatever address she has now.
        (await town.Bearer(town.Plain, "new@x.example", verified: false, subject: $"ana-{agency.Id}").Get("bookings")).Code.ShouldBe(200);
        // And the address links nobody else.
        (await town.Bearer(town.Plain, email, verified: true, subject: "second").Get("bookings")).Refusal.ShouldBe("not_a_member");
    }

    [Fact]
    public async Task First_sign_ins_of_an_applicant_that_race_make_one_person()
    {
        var agency = await Agency.Open(town.Desk);
        var email = $"race@{agency.Slug}.example";
        await agency.Owner.Post("applicants", new { external_id = "1", name = "Ana", email, risk_level = "LOW" });
        var calls = Enumerable.Range(0, 20).Select(_ => town.Bearer(town.Plain, email, verified: true, subject: email).Get("bookings"));
        (await Task.WhenAll(calls)).ShouldAllBe(answer => answer.Code == 200);
        (await town.Desk.Database.Ask<long>($"SELECT count(*) FROM accounts.people WHERE email = '{email}'")).ShouldBe(1);
        (await town.Desk.Database.Ask<long>($"SELECT count(*) FROM events.log WHERE type = 'applicant.signed_in' AND organization_id = '{agency.Id}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_agent_and_applicant_is_taken_for_the_agent()
    {
        var agency = await Agency.Open(town.Desk);
        var email = $"both@{agency.Slug}.example";
        await agency.Owner.Post("applicants", new { external_id = "1", name = "Both", email, risk_level = "LOW" });
        (await town.Bearer(town.Vouching, email, verified: true, subject: email).Get("slots")).Refusal.ShouldBe("staff_only");

        // Vouched for now, but known as an applicant already: that comes first.
        (await town.Bearer(town.Vouching, email, verified: true, subject: email, claims: ("organization", agency.Slug)).Get("slots")).Refusal.ShouldBe("staff_only");
        var invitation = await agency.Owner.Post("invitations", new { email, role = "agent" });
        (await town.Bearer(town.Vouching, email, verified: true, subject: email).Post("invitations/accept", new { token = (string)invitation.Body!["token"]!, name = "Both" })).Code.ShouldBe(201);
        await Eventually.So("the agent comes first", async () => (await town.Bearer(town.Vouching, email, verified: true, subject: email).Get("slots")).Code == 200);
    }

    [Fact]
    public async Task Who_belongs_to_several_agencies_must_name_one()
    {
        var agencies = new[] { await Agency.Open(town.Desk), await Agency.Open(town.Desk) };
        var subject = $"several-{agencies[0].Id}";
        foreach (var agency in agencies)
        {
            (await town.Bearer(town.Vouching, "s@x.example", subject: subject, claims: ("organization", agency.Slug)).Get("slots")).Code.ShouldBe(200);
        }

        (await town.Bearer(town.Vouching, "s@x.example", subject: subject).Get("slots")).Refusal.ShouldBe("organization_ambiguous");
        (await town.Bearer(town.Vouching, "s@x.example", subject: subject, claims: ("organization", agencies[1].Id.ToString())).Get("slots")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task The_same_subject_of_another_issuer_is_another_person()
    {
        var agency = await Agency.Open(town.Desk);
        var subject = $"twin-{agency.Id}";
        (await town.Bearer(town.Vouching, "t@x.example", subject: subject, claims: ("organization", agency.Slug)).Get("slots")).Code.ShouldBe(200);
        (await town.Bearer(town.Plain, "t@x.example", subject: subject).Get("slots")).Refusal.ShouldBe("not_a_member");
    }

    [Fact]
    public async Task Rules_of_routes_are_kept()
    {
        var agency = await Agency.Open(town.Desk);
        var (agent, applicant) = (await agency.Agent(), await agency.Applicant());
        (await applicant.Post("slots", new { })).Refusal.ShouldBe("staff_only");
        (await agent.Post("bookings", new { slot_id = Guid.CreateVersion7() })).Refusal.ShouldBe("applicants_only");
        (await agent.Post("invitations", new { email = "a@x.example", role = "agent" })).Refusal.ShouldBe("owners_only");
    }

    private static Task<long> Members(Agency agency) => agency.Desk.Database.Ask<long>($"SELECT count(*) FROM accounts.members WHERE organization_id = '{agency.Id}'");

    /// <summary>A desk that knows three issuers: a plain one (HS256), one that may vouch for every organization (ES256), one that may for another.</summary>
    public sealed class Town : IAsyncLifetime
    {
        private static readonly Signer Hs = Signer.Hs256();
        private static readonly Signer Es = Signer.Es256();

        public Desk Desk { get; private set; } = null!;

        public string Plain => "https://plain.example/auth/v1";

        public string Vouching => "https://vouching.example";

        public string Elsewhere => "https://elsewhere.example";

        public Dictionary<string, string?> Settings => new()
        {
            ["Issuers:0:Issuer"] = Plain, ["Issuers:0:Audience"] = "authenticated", ["Issuers:0:Secret"] = Signer.Secret, ["Issuers:0:OrganizationClaim"] = "organization",
            ["Issuers:0:TrustedForOrganizations"] = "somebody-elses",
            ["Issuers:1:Issuer"] = Vouching, ["Issuers:1:Audience"] = "authenticated", ["Issuers:1:PublicKey"] = Es.Pem, ["Issuers:1:OrganizationClaim"] = "organization",
            ["Issuers:1:TrustedForOrganizations"] = "*",
            ["Issuers:2:Issuer"] = Elsewhere, ["Issuers:2:Audience"] = "authenticated", ["Issuers:2:PublicKey"] = Es.Pem, ["Issuers:2:OrganizationClaim"] = "organization",
            ["Issuers:2:TrustedForOrganizations"] = "elsewhere",
        };

        public async ValueTask InitializeAsync() => Desk = await Desk.Open(settings: Settings);

        public ValueTask DisposeAsync() => Desk.DisposeAsync();

        public Person Bearer(string issuer, string email, bool verified = false, string? subject = null, params (string Name, string Value)[] claims)
        {
            var token = new JsonObject
            {
                ["iss"] = issuer, ["aud"] = "authenticated", ["sub"] = subject ?? Guid.CreateVersion7().ToString(), ["email"] = email, ["email_verified"] = verified,
                ["exp"] = Desk.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(), ["role"] = "authenticated",
            };
            foreach (var (name, value) in claims)
            {
                token[name] = value;
            }

            return new Person(Desk, (issuer == Plain ? Hs : Es).Sign(token));
        }

        public async Task<int> Send(Person person, params (string Name, string Value)[] headers)
        {
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Desk.Address, "/api/v1/slots"));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {person.Token}");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, default);
            return (int)response.StatusCode;
        }
    }
}
