using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Doorward.Accounts.Tests.SignIn;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Accounts.Tests;

public sealed class MeTests
{
    private const string Issuer = "https://elsewhere.example";
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_first_call_makes_the_profile_and_later_ones_change_it()
    {
        await using var desk = await OfTwoIssuers();
        var ana = Bearer(desk, "ana", ("email", "ana@example.com"), ("email_verified", true), ("name", "Ana"), ("picture", "https://pictures.example/ana.png"));

        (await ana.Get("me")).Outcome.ShouldBe("no_such_person");
        var made = await ana.Patch("me", new { language = "pt" });
        made.Code.ShouldBe(200, made.Body?.ToJsonString());
        made.Only["name"]!.ToString().ShouldBe("Ana");
        made.Only["email"]!.ToString().ShouldBe("ana@example.com");
        made.Only["photo_url"]!.ToString().ShouldBe("https://pictures.example/ana.png");
        made.Only["language"]!.ToString().ShouldBe("pt");

        (await ana.Patch("me", new { name = "Ana Costa" })).Only["language"]!.ToString().ShouldBe("pt", "what is left out stays");
        (await ana.Get("me")).Only["name"]!.ToString().ShouldBe("Ana Costa");
        (await ana.Get("me")).Id.ShouldBe(made.Id);
        (await ana.Patch("me", new { language = "xx" })).Code.ShouldBe(422);
    }

    [Fact]
    public async Task An_address_counts_only_when_the_issuer_vouches_for_it_and_no_name_has_a_line_end()
    {
        await using var desk = await OfTwoIssuers();
        var eve = Bearer(desk, "eve", ("email", "ana@example.com"), ("email_verified", false), ("name", "Eve\r\nBcc: x@example.com"), ("picture", "javascript:alert(1)"));

        (await eve.Patch("me", new { })).Outcome.ShouldBe("name_required");
        (await eve.Patch("me", new { name = "Eve\r\nBcc: x" })).Code.ShouldBe(422);
        var made = await eve.Patch("me", new { name = "Eve" });
        made.Only["email"]!.ToString().ShouldBe("");
        made.Only["photo_url"].ShouldBeNull();
    }

    [Fact]
    public async Task First_calls_that_race_make_one_person()
    {
        await using var desk = await OfTwoIssuers();
        var ana = Bearer(desk, "ana", ("name", "Ana"));

        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ana.Patch("me", new { language = "en" })));

        made.ShouldAllBe(answer => answer.Code == 200);
        made.Select(answer => answer.Id).Distinct().ShouldHaveSingleItem();
        (await desk.Database.One<long>("SELECT count(*) FROM accounts.people")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_erased_is_nobody_at_once_on_every_node_and_somebody_new_when_they_come_again()
    {
        await using var desk = await OfTwoIssuers();
        await using var there = await OfTwoIssuers(desk.ConnectionString);
        var ana = Bearer(desk, "ana", ("email", "ana@example.com"), ("email_verified", true), ("name", "Ana"));
        var first = (await ana.Patch("me", new { })).Id;

        (await ana.Delete("me")).Code.ShouldBe(204);
        (await ana.Delete("me")).Code.ShouldBe(204, "also when absent");

        (await ana.Get("me")).Outcome.ShouldBe("no_such_person");
        (await ana.At(there).Get("me")).Outcome.ShouldBe("no_such_person");
        (await ana.Patch("me", new { })).Id.ShouldNotBe(first);
        (await desk.Database.One<long>("SELECT count(*) FROM events.log WHERE type = 'person.erased' AND subject_id = $1", first)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_erased_has_no_session_no_token_and_no_password_any_more()
    {
        await using var desk = await Desk.Open();
        await using var there = await Desk.Open(desk.ConnectionString);
        var agency = await Agency.Open(desk);
        var ana = await Staff.Joins(agency);
        var rui = await agency.Agent("Rui");
        var elsewhere = new Browser(there) { Session = (await ana.Elsewhere()).Session };
        (await elsewhere.Get("slots")).ShouldBe(200);
        (await rui.At(there).Get("slots")).Code.ShouldBe(200);
        ana.Browser.Headers["Sec-Fetch-Site"] = "same-origin";

        (await ana.Browser.Send(HttpMethod.Delete, "/api/v1/me")).Status.ShouldBe(204);
        (await rui.Delete("me")).Code.ShouldBe(204);

        (await ana.Browser.Get("slots")).ShouldBe(401);
        (await rui.Get("slots")).Refusal.ShouldBe("not_a_member");
        (await rui.Patch("me", new { name = "Rui" })).Outcome.ShouldBe("no_such_person", "Doorward's own token brings nobody back");
        (await Eventually.Is(async () => await elsewhere.Get("slots") == 401 && (await rui.At(there).Get("slots")).Code == 403, TimeSpan.FromSeconds(60))).ShouldBeTrue();
        (await new Browser(desk).SignIn(ana.Email, ana.Password)).Status.ShouldBe(403);
        (await agency.Owner.Get("members")).Body!["members"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_export_is_a_zip_of_everything_with_a_word_of_explanation()
    {
        var agency = await Agency.Open();
        var maria = await agency.Applicant("Maria Alves");
        var property = await agency.Owner.CreatesProperty();
        await maria.Books((await agency.Owner.Opens(property, agency.Tomorrow())).Id, "I come by bicycle.");

        using var zip = await Export(maria, agency.Door);

        using var readme = new StreamReader(zip.GetEntry("README.txt")!.Open());
        (await readme.ReadToEndAsync()).ShouldContain("Everything that Doorward holds about you");
        Read(zip, "accounts/profile.json")[0]!["name"]!.ToString().ShouldBe("Maria Alves");
        Read(zip, "visits/bookings.json")[0]!["notes"]!.ToString().ShouldBe("I come by bicycle.");
        Read(zip, "visits/applicants.json")[0]!["external_id"].ShouldNotBeNull();
        Read(zip, "accounts/sign_ins.json").Count.ShouldBe(1);
        Read(zip, "accounts/activity.json").Select(row => (string)row!["type"]!).ShouldContain("booking.confirmed");
        Read(zip, "accounts/memberships.json").ShouldBeEmpty();
    }

    private static async Task<ZipArchive> Export(Person who, IFrontDoor door)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(door.Address, "/api/v1/me/export"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var response = await door.Http.SendAsync(request, CancellationToken.None);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()));
    }

    private static JsonArray Read(ZipArchive zip, string path)
    {
        using var file = zip.GetEntry(path)!.Open();
        return JsonNode.Parse(file)!.AsArray();
    }

    private static Task<Desk> OfTwoIssuers(string? connectionString = null) => Desk.Open(connectionString, new Dictionary<string, string?>
    {
        ["Issuers:0:Issuer"] = Issuer, ["Issuers:0:Audience"] = "doorward", ["Issuers:0:Secret"] = Key, ["Issuers:0:Algorithms:0"] = "HS256",
    });

    private static Person Bearer(Desk desk, string subject, params (string Name, object Value)[] claims)
    {
        var payload = new JsonObject { ["iss"] = Issuer, ["aud"] = "doorward", ["sub"] = subject, ["exp"] = desk.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds() };
        foreach (var (name, value) in claims)
        {
            payload[name] = JsonValue.Create(value);
        }

        static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
        var signed = $"{Encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")}.{Encode(payload.ToJsonString())}";
        var signature = System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Key), System.Text.Encoding.ASCII.GetBytes(signed));
        return new Person(desk, $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}");
    }
}
