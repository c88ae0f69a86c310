using Doorward.Platform.Identity;
using Doorward.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_key_acts_as_an_agent_of_its_own_as_far_as_its_scopes_go()
    {
        var agency = await Agency.Open();
        var (id, writer) = await Key(agency, "read", "visits:write");
        var (_, reader) = await Key(agency, "read");

        var property = await writer.CreatesProperty();
        (await writer.Opens(property, agency.Tomorrow())).Code.ShouldBe(201);
        (await reader.Get($"properties/{property}")).Code.ShouldBe(200);
        (await reader.Opens(property, agency.Tomorrow(2))).Refusal.ShouldBe("key_scope_missing");
        (await agency.Desk.Database.One<long>("SELECT count(*) FROM events.log WHERE actor_id = $1 AND type = 'slot.opened'", id)).ShouldBe(1);
        (await agency.Owner.Get("members")).Body!["members"]!.AsArray().Count.ShouldBe(1, "a key is no member to list");
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_as_a_digest_only()
    {
        var agency = await Agency.Open();
        var made = await agency.Owner.Post("api-keys", new { name = "Our CRM", scopes = new[] { "read" } });
        var secret = (string)made.Body!["secret"]!;

        secret.ShouldStartWith("dw_");
        (await agency.Owner.Get("api-keys")).Body!.ToJsonString().ShouldNotContain(secret);
        (await agency.Desk.Database.One<long>("SELECT count(*) FROM accounts.api_keys k WHERE k::text LIKE '%' || $1 || '%'", secret[3..])).ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_is_revoked_or_expired_or_made_up_opens_nothing()
    {
        await using var desk = await Desk.Open();
        await using var there = await Desk.Open(desk.ConnectionString);
        var agency = await Agency.Open(desk);
        var (id, key) = await Key(agency, "read", "visits:write");
        (await key.Get("slots")).Code.ShouldBe(200);
        (await key.At(there).Get("slots")).Code.ShouldBe(200);

        (await agency.Owner.Delete($"api-keys/{id}")).Code.ShouldBe(204);

        (await key.Get("slots")).Refusal.ShouldBe("key_unknown");
        (await key.At(there).Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lisbon" })).Code.ShouldBeOneOf(401, 403);
        (await Eventually.Is(async () => (await key.At(there).Get("slots")).Code == 401, TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await new Person(desk, "dw_" + new string('A', 43)).Get("slots")).Refusal.ShouldBe("key_unknown");
        (await new Person(desk, "dw_").Get("slots")).Refusal.ShouldBe("key_unknown");

        var shortLived = await agency.Owner.Post("api-keys", new { name = "x", scopes = new[] { "read" }, expires_at = desk.Clock.GetUtcNow().AddHours(1) });
        var brief = new Person(desk, (string)shortLived.Body!["secret"]!);
        (await brief.Get("slots")).Code.ShouldBe(200);
        desk.Clock.Advance(TimeSpan.FromMinutes(61));
        (await brief.Get("slots")).Refusal.ShouldBe("key_unknown");
    }

    [Fact]
    public async Task A_key_sees_nothing_of_another_agency_and_its_owner_cannot_revoke_it()
    {
        var (ours, theirs) = (await Agency.Open(), await Agency.Open());
        var (id, key) = await Key(ours, "read", "visits:write");
        var property = await theirs.Owner.CreatesProperty();

        (await key.Get($"properties/{property}")).Code.ShouldBe(404);
        (await key.Opens(property, theirs.Tomorrow())).Outcome.ShouldBe("no_such_property");
        (await theirs.Owner.Delete($"api-keys/{id}")).Outcome.ShouldBe("no_such_api_key");
        (await theirs.Owner.Delete($"members/{id}")).Outcome.ShouldBe("no_such_member");
        (await ours.Owner.Delete($"members/{id}")).Outcome.ShouldBe("no_such_member", "a key is revoked, not removed");
        (await ours.Owner.Patch($"members/{id}", new { role = "owner" })).Outcome.ShouldBe("no_such_member");
        (await key.Get("slots")).Code.ShouldBe(200);
    }

    [Fact]
    public async Task Only_owners_make_keys_and_only_with_scopes_that_there_are()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent();
        var (_, key) = await Key(agency, "read", "visits:write");

        (await ana.Post("api-keys", new { name = "x", scopes = new[] { "read" } })).Outcome.ShouldBe("owners_only");
        (await key.Post("api-keys", new { name = "x", scopes = new[] { "read" } })).Refusal.ShouldBe("not_for_keys");
        foreach (var scopes in new[] { [], ["admin"], new[] { "read", "*" } })
        {
            (await agency.Owner.Post("api-keys", new { name = "x", scopes })).Code.ShouldBe(422);
        }

        (await agency.Owner.Post("api-keys", new { name = "x", scopes = new[] { "read" }, expires_at = agency.Door.Clock.GetUtcNow().AddDays(-1) })).Code.ShouldBe(422);
    }

    [Fact]
    public async Task When_it_was_used_last_is_written_once_a_minute()
    {
        await using var desk = await Desk.Open();
        var agency = await Agency.Open(desk);
        var (_, key) = await Key(agency, "read");

        async Task<string?> LastUsed() => (string?)(await agency.Owner.Get("api-keys")).Body!["api_keys"]![0]!["last_used_at"];

        (await LastUsed()).ShouldBeNull();
        await key.Get("slots");
        var first = await LastUsed();
        first.ShouldNotBeNull();
        await desk.ForgetCallers();
        await key.Get("slots");
        (await LastUsed()).ShouldBe(first);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.ForgetCallers();
        await key.Get("slots");
        (await LastUsed()).ShouldNotBe(first);
    }

    /// <summary>Every route that there is, found by itself: a key without its scope is refused, and on what only people do, any key is.</summary>
    [Fact]
    public async Task On_every_route_a_key_needs_the_routes_scope()
    {
        var agency = await Agency.Open();
        var (_, nothing) = await Key(agency, "visits:write");
        var (_, reader) = await Key(agency, "read");
        var checkedRoutes = 0;
        foreach (var route in agency.Desk.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var rule = route.Metadata.GetMetadata<AccessRule>();
            if (rule is null || rule.Access is Access.Everybody)
            {
                continue;
            }

            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var path = System.Text.RegularExpressions.Regex.Replace("/" + route.RoutePattern.RawText!.Trim('/'), "\\{[^}]*\\}", Guid.CreateVersion7().ToString());
                var scope = route.Metadata.GetMetadata<ScopeRule>()?.Scope;
                var isForPeople = rule.Access is Access.Owner or Access.Applicant or Access.SignedIn || (route.Metadata.GetMetadata<ScopeRule>() is not null ? scope is null : method != "GET");
                var without = method == "GET" && scope is null ? nothing : reader;
                var answer = await without.Send(HttpMethod.Parse(method), path);
                answer.Code.ShouldBe(403, $"{method} {path}");
                answer.Refusal.ShouldBe(isForPeople ? "not_for_keys" : "key_scope_missing", $"{method} {path}");
                checkedRoutes++;
            }
        }

        checkedRoutes.ShouldBeGreaterThan(30);
    }

    private static async Task<(Guid Id, Person Key)> Key(Agency agency, params string[] scopes)
    {
        var made = await agency.Owner.Post("api-keys", new { name = "Our CRM", scopes });
        made.Code.ShouldBe(201, made.Body?.ToJsonString());
        return (made.Id, new Person(agency.Door, (string)made.Body!["secret"]!));
    }
}
