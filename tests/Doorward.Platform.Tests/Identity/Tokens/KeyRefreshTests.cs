using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class KeyRefreshTests
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(30);

    private readonly Signer old = Signer.Es256("old");
    private readonly Signer young = Signer.Es256("young");

    [Fact]
    public async Task Keys_are_fetched_once_for_many_tokens()
    {
        await using var server = await KeyServer.Publishing(old, young);
        var desk = server.Desk();

        for (var i = 0; i < 20; i++)
        {
            (await desk.SaysOf(old.Sign(desk.Claims(("sub", $"person-{i}"))))).ShouldBe("verified");
            (await desk.SaysOf(young.Sign(desk.Claims(("sub", $"person-{i}"))))).ShouldBe("verified");
        }

        server.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Many_that_come_at_once_share_one_fetch()
    {
        await using var server = await KeyServer.Publishing();
        var release = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await release.Task;
            await http.Response.WriteAsync(KeyServer.JwkSet(old.Jwk));
        };
        var desk = server.Desk();

        var waiting = Enumerable.Range(0, 50).Select(i => desk.SaysOf(old.Sign(desk.Claims(("sub", $"person-{i}"))))).ToList();
        release.SetResult();

        (await Task.WhenAll(waiting)).ShouldAllBe(said => said == "verified");
        server.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_gives_up_waiting_does_not_spoil_it_for_the_others()
    {
        await using var server = await KeyServer.Publishing();
        var release = new TaskCompletionSource();
        server.Answer = async http =>
        {
            await release.Task;
            await http.Response.WriteAsync(KeyServer.JwkSet(old.Jwk));
        };
        var desk = server.Desk();
        using var impatience = new CancellationTokenSource();

        var leaving = desk.Verifier.Verify(old.Sign(desk.Claims()), impatience.Token).AsTask();
        var staying = desk.SaysOf(old.Sign(desk.Claims()));
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        release.SetResult();

        (await staying).ShouldBe("verified");
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_a_token_first_names_it()
    {
        await using var server = await KeyServer.Publishing(old);
        var desk = server.Desk();
        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");

        server.Publishes(old, young);
        desk.Clock.Passes(Floor);

        (await desk.SaysOf(young.Sign(desk.Claims()))).ShouldBe("verified");
        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");
        server.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_keys_cannot_make_us_fetch_more_often_than_the_floor()
    {
        await using var server = await KeyServer.Publishing(old);
        var desk = server.Desk();
        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");

        for (var i = 0; i < 100; i++)
        {
            (await desk.SaysOf(Signer.Hs256().SignText(desk.Claims().ToJsonString(), old.HeaderText(("kid", $"made-up-{i}")))))
                .ShouldBe("token_unknown_key");
            desk.Clock.PassesSeconds(1);
        }

        server.Fetches.ShouldBe(1 + 3); // at 30, 60 and 90 seconds
    }

    [Fact]
    public async Task A_withdrawn_key_stops_being_good_with_the_next_refresh()
    {
        await using var server = await KeyServer.Publishing(old, young);
        var desk = server.Desk();
        var (kept, withdrawn) = (young.Sign(desk.Claims()), old.Sign(desk.Claims()));
        (await desk.SaysOf(withdrawn)).ShouldBe("verified");
        (await desk.SaysOf(kept)).ShouldBe("verified");

        server.Publishes(young);
        desk.Clock.Passes(Refresh);

        await desk.ComesToSay("token_unknown_key", withdrawn);
        (await desk.SaysOf(kept)).ShouldBe("verified");
    }

    [Fact]
    public async Task After_a_quiet_night_the_first_request_waits_for_fresh_keys()
    {
        await using var server = await KeyServer.Publishing(old, young);
        var desk = server.Desk();
        var claims = desk.Claims(("exp", desk.Seconds(7 * 86_400)));
        (await desk.SaysOf(old.Sign(claims))).ShouldBe("verified");
        var remembered = old.Sign(claims);
        (await desk.SaysOf(remembered)).ShouldBe("verified");

        server.Publishes(young);
        desk.Clock.Passes(TimeSpan.FromHours(9));

        (await desk.SaysOf(remembered)).ShouldBe("token_unknown_key");
    }

    [Fact]
    public async Task A_key_replaced_under_its_name_ends_what_was_remembered()
    {
        var replacement = Signer.Es256("old");
        await using var server = await KeyServer.Publishing(old);
        var desk = server.Desk();
        var token = old.Sign(desk.Claims());
        (await desk.SaysOf(token)).ShouldBe("verified");

        server.Publishes(replacement);
        desk.Clock.Passes(Refresh);

        await desk.ComesToSay("token_bad_signature", token);
    }

    [Fact]
    public async Task With_no_keys_yet_and_the_issuer_down_it_says_so_and_tries_again_after_the_floor()
    {
        await using var server = await KeyServer.Publishing(old);
        var up = server.Answer;
        server.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var desk = server.Desk();
        var token = old.Sign(desk.Claims());

        (await desk.SaysOf(token)).ShouldBe("token_keys_unavailable");
        server.Answer = up;
        (await desk.SaysOf(token)).ShouldBe("token_keys_unavailable");
        desk.Clock.Passes(Floor);
        (await desk.SaysOf(token)).ShouldBe("verified");
    }

    [Fact]
    public async Task A_server_that_is_gone_altogether_leaves_the_keys_in_use()
    {
        var server = await KeyServer.Publishing(old);
        var desk = server.Desk(("KeyFetchTimeoutSeconds", "1"));
        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");

        await server.DisposeAsync();
        desk.Clock.Passes(TimeSpan.FromDays(1));

        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");
    }

    public static TheoryData<string, Func<HttpContext, Task>> Broken => new()
    {
        { "500", http => Status(http, 500) },
        { "404", http => Status(http, 404) },
        { "redirect", http => { http.Response.Redirect("/elsewhere"); return Task.CompletedTask; } },
        { "hangs up", http => { http.Abort(); return Task.CompletedTask; } },
        { "says nothing", http => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted) },
        { "trickles", Trickle },
        { "huge", Huge },
        { "empty", _ => Task.CompletedTask },
        { "html", http => http.Response.WriteAsync("<html>captive portal</html>") },
        { "null", http => http.Response.WriteAsync("null") },
        { "no keys", http => http.Response.WriteAsync("{}") },
        { "keys twice", http => http.Response.WriteAsync("""{"keys":[],"keys":[]}""") },
        { "keys no list", http => http.Response.WriteAsync("""{"keys":{}}""") },
        { "cut off", http => http.Response.WriteAsync("""{"keys":[{"kty":"EC" """) },
        { "no utf-8", http => http.Response.Body.WriteAsync(new byte[] { 0x7B, 0xFF, 0xFE, 0x7D }).AsTask() },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task A_refresh_that_fails_changes_nothing(string how, Func<HttpContext, Task> answer)
    {
        how.ShouldNotBeEmpty();
        await using var server = await KeyServer.Publishing(old);
        var desk = server.Desk(("KeyFetchTimeoutSeconds", "1"));
        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");

        server.Answer = answer;
        desk.Clock.Passes(Floor);

        (await desk.SaysOf(young.Sign(desk.Claims()))).ShouldBe("token_unknown_key");
        server.Fetches.ShouldBe(2);
        (await desk.SaysOf(old.Sign(desk.Claims(("sub", "rui"))))).ShouldBe("verified");
    }

    [Theory]
    [InlineData(256 * 1024, "verified")]
    [InlineData((256 * 1024) + 1, "token_keys_unavailable")]
    public async Task A_key_set_of_more_than_256_KiB_is_not_read(int bytes, string expected)
    {
        await using var server = await KeyServer.Publishing();
        server.PublishesText(KeyServer.JwkSet(old.Jwk).PadRight(bytes));
        var desk = server.Desk();

        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe(expected);
    }

    [Fact]
    public async Task Keys_that_are_not_for_this_are_passed_over()
    {
        var rsa = Signer.Rs256();
        await using var server = await KeyServer.Publishing();
        var desk = server.Desk();
        var weak = Signer.Rs256("weak", 1024);
        var offCurve = young.Jwk;
        offCurve["y"] = offCurve["x"]!.DeepClone();
        var noProof = rsa.Jwk;
        noProof["kid"] = "no-proof";
        noProof["e"] = "AQ";

        server.PublishesText(KeyServer.JwkSet(
            7, "text", new JsonArray(), new JsonObject(),
            new JsonObject { ["kty"] = "oct", ["k"] = Signer.Base64("public-secret-public-secret-public-secret"u8.ToArray()), ["kid"] = "oct", ["alg"] = "HS256" },
            new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", ["kid"] = "ed" },
            With(rsa.Jwk, "use", "enc", "enc"), With(rsa.Jwk, "alg", "RS512", "rs512"), With(rsa.Jwk, "d", "AQAB", "private"),
            With(rsa.Jwk, "key_ops", new JsonArray("encrypt"), "ops"), With(rsa.Jwk, "n", "AQ==", "padded"), With(rsa.Jwk, "n", "é", "accent"),
            With(old.Jwk, "crv", "P-384", "p384"), With(old.Jwk, "crv", "secp256k1", "k1"), With(old.Jwk, "alg", "RS256", "mixed"),
            weak.Jwk, offCurve, noProof, old.Jwk));

        (await desk.SaysOf(old.Sign(desk.Claims()))).ShouldBe("verified");
        foreach (var id in new[] { "enc", "rs512", "private", "ops", "padded", "accent", "no-proof" })
        {
            (await desk.SaysOf(rsa.SignText(desk.Claims().ToJsonString(), rsa.HeaderText(("kid", id))))).ShouldBe("token_unknown_key", id);
        }

        (await desk.SaysOf(weak.Sign(desk.Claims()))).ShouldBe("token_unknown_key");
        (await desk.SaysOf(young.Sign(desk.Claims()))).ShouldBe("token_unknown_key");
        (await desk.SaysOf(Signer.Hs256("public-secret-public-secret-public-secret", "oct").Sign(desk.Claims()))).ShouldBe("token_wrong_algorithm");
    }

    private static JsonObject With(JsonObject key, string name, JsonNode value, string id)
    {
        key[name] = value;
        key["kid"] = id;
        return key;
    }

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task Trickle(HttpContext http)
    {
        while (!http.RequestAborted.IsCancellationRequested)
        {
            await http.Response.WriteAsync(" ", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, http.RequestAborted);
        }
    }

    private static async Task Huge(HttpContext http)
    {
        var block = new byte[64 * 1024];
        block.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 1000 && !http.RequestAborted.IsCancellationRequested; i++)
        {
            await http.Response.Body.WriteAsync(block, http.RequestAborted);
        }
    }
}
