using System.Net;
using System.Net.Http.Headers;
using Doorward.Platform.Http;
using Doorward.Testing;

namespace Doorward.Tests.Abuse;

/// <summary>The limits per person and per address, with real tokens, behind a proxy that the settings name.</summary>
public sealed class RateLimitTests
{
    private static readonly EdgeSettings BehindAProxy = new()
    {
        TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")], PerCaller = new RateLimit(1, 5), PerAddress = new RateLimit(1, 40),
    };

    [Fact]
    public async Task A_person_has_one_limit_from_however_many_addresses_and_with_however_many_tokens()
    {
        await using var desk = await Desk.Open(edges: BehindAProxy);
        var agency = await Agency.Open(desk);
        var (ana, rui) = (await agency.Agent("Ana"), await agency.Agent("Rui"));
        var again = new Person(desk, Refreshed(desk, agency, ana));

        var codes = new List<int>();
        for (var n = 0; n < 12; n++)
        {
            codes.Add(await From(desk, n % 2 == 0 ? ana : again, $"203.0.113.{n}"));
        }

        codes.Count(code => code == 200).ShouldBeInRange(5, 8, "five at once, and one a second");
        codes[^1].ShouldBe(429);
        (await From(desk, rui, "203.0.113.0")).ShouldBe(200, "another person's limit is their own");
    }

    [Fact]
    public async Task An_address_has_one_limit_for_all_who_come_from_it_and_nobody_chooses_theirs()
    {
        await using var desk = await Desk.Open(edges: BehindAProxy with { PerCaller = new RateLimit(1_000, 1_000) });
        var agency = await Agency.Open(desk);
        var ana = await agency.Agent("Ana");

        var codes = new List<int>();
        for (var n = 0; n < 60; n++)
        {
            // whatever a client writes before it, the last address is the one that the proxy saw
            codes.Add(await From(desk, ana, $"198.51.100.{n}, 203.0.113.7"));
        }

        codes.Count(code => code == 200).ShouldBeInRange(40, 50);
        codes.Count(code => code == 429).ShouldBeGreaterThan(9);
        (await From(desk, ana, "203.0.113.8")).ShouldBe(200, "another address's limit is its own");
    }

    [Fact]
    public async Task Guessing_tokens_is_limited_by_address()
    {
        await using var desk = await Desk.Open(edges: BehindAProxy);

        var codes = new List<int>();
        for (var n = 0; n < 60; n++)
        {
            codes.Add(await From(desk, new Person(desk, $"guess-{n}"), "203.0.113.9"));
        }

        codes.Distinct().ShouldBe([401, 429]);
    }

    private static string Refreshed(Desk desk, Agency agency, Person person)
    {
        var claims = System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(person.Token!.Split('.')[1]))!;
        return desk.Issuer.Mint(new((string)claims["sub"]!, null, false, "Ana", agency.Slug, "agent"), TimeSpan.FromHours(2));
    }

    private static async Task<int> From(Desk desk, Person person, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(desk.Address, "/api/v1/slots"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var answer = await desk.Http.SendAsync(request, CancellationToken.None);
        return (int)answer.StatusCode;
    }
}
