using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Doorward.Accounts.Organizations;
using Npgsql;

namespace Doorward.Demo;

/// <summary>A made-up agency to try things on. It comes in by the front door: the same routes and rules as everybody's data.</summary>
internal static class DemoAgency
{
    public const string Slug = "demo";

    private static readonly (string Name, string Address, string TimeZone)[] Properties =
    [
        ("Rua das Flores 12, 2nd floor", "Rua das Flores 12, 1200-192 Lisboa", "Europe/Lisbon"),
        ("Casa do Mirante", "Travessa do Mirante 4, 1100-353 Lisboa", "Europe/Lisbon"),
        ("Quinta da Ribeira", "Caminho da Ribeira 31, 9500-150 Ponta Delgada", "Atlantic/Azores"),
    ];

    private static readonly (string ExternalId, string Name, string Risk)[] Applicants =
    [
        ("demo-1", "Maria Alves", "LOW"), ("demo-2", "Tiago Costa", "LOW"), ("demo-3", "Sofia Ramos", "MEDIUM"),
    ];

    /// <summary>Loads it, once.</summary>
    /// <returns>A sentence that says what there is now.</returns>
    public static async Task<string> Load(WebApplication app, CancellationToken cancellation)
    {
        await using (var exists = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT slug FROM accounts.organizations ORDER BY slug = 'demo' DESC LIMIT 1"))
        {
            if (await exists.ExecuteScalarAsync(cancellation) is string slug)
            {
                return slug == Slug ? "The demo agency is there already." : "The demo agency was not loaded: this Doorward belongs to somebody.";
            }
        }

        var link = await app.Services.GetRequiredService<OwnerLink>().Create(cancellation);
        using var http = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        var desk = new FrontDesk(http, AddressOf(app), cancellation);
        var owner = await desk.Post(null, "organizations", new
        {
            token = link, organization = "Demo Lettings", slug = Slug, name = "Olga Owner", email = "olga@demo.example",
        });

        await Furnish(http, AddressOf(app), Token(owner), app.Services.GetRequiredService<TimeProvider>(), cancellation);
        await DemoKnowledge.Import(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Services.GetRequiredService<TimeProvider>(), Slug, cancellation);
        return "The demo agency is loaded: agents ana and rui, owner olga, applicants maria, tiago and sofia, three properties, a week of slots.";
    }

    /// <summary>What the demo agency has beside its knowledge, for an agency that has an owner: agents, properties, a week of slots, applicants.</summary>
    public static async Task Furnish(HttpMessageInvoker http, Uri door, string asOwner, TimeProvider time, CancellationToken cancellation)
    {
        var desk = new FrontDesk(http, door, cancellation);
        var agents = new[] { await Agent(desk, asOwner, "Ana Agent", "ana@demo.example"), await Agent(desk, asOwner, "Rui Agent", "rui@demo.example") };
        foreach (var ((name, address, zone), place) in Properties.Select((property, place) => (property, place)))
        {
            var property = await desk.Post(asOwner, "properties", new { name, address, time_zone = zone });
            var agent = agents[place % agents.Length];
            foreach (var (starts, ends) in DemoWeek.Hours(zone, firstHour: 9 + (place * 3), time.GetUtcNow()))
            {
                await desk.Post(agent, "slots", new { property_id = (string)property["property"]!["id"]!, starts_at = starts, ends_at = ends });
            }
        }

        foreach (var (externalId, name, risk) in Applicants)
        {
            await desk.Post(asOwner, "applicants", new
            {
                external_id = externalId, name, email = $"{name.Split(' ')[0].ToLowerInvariant()}@customers.example", risk_level = risk,
            });
        }
    }

    private static async Task<string> Agent(FrontDesk desk, string owner, string name, string email)
    {
        var invitation = await desk.Post(owner, "invitations", new { email, role = "agent" });
        return Token(await desk.Post(null, "invitations/sign-up", new { token = Token(invitation), name }));
    }

    private static string Token(JsonNode answer) => (string)answer["token"]!;

    // 0.0.0.0 and [::] are where we listen, not where anybody can be reached.
    private static Uri AddressOf(WebApplication app) =>
        new(app.Urls.First().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal)
            .Replace("+", "127.0.0.1", StringComparison.Ordinal).Replace("*", "127.0.0.1", StringComparison.Ordinal));

    private sealed class FrontDesk(HttpMessageInvoker http, Uri address, CancellationToken cancellation)
    {
        public async Task<JsonNode> Post(string? token, string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"api/v1/{path}")) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            using var response = await http.SendAsync(request, cancellation);
            var answer = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(answer)!
                : throw new InvalidOperationException($"The demo agency could not be loaded: POST {path} was answered {(int)response.StatusCode}: {answer}");
        }
    }
}
