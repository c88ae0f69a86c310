using System.Text.Json.Nodes;
using Doorward.Platform.Http;
using Doorward.Platform.Identity.Tokens;
using Doorward.Testing;

namespace Doorward.Tests.Contracts;

/// <summary>One walk through every operation of the contract, from the first owner to a cancelled visit: each answer is as the contract says.</summary>
public sealed class HappyPathTests
{
    private readonly HashSet<string> _walked = [];

    [Fact]
    public async Task Every_success_is_as_the_contract_says()
    {
        await using var desk = await Desk.Open();
        var nobody = new Person(desk, null);
        await Walk("live", nobody);
        await Walk("ready", nobody);

        var link = await desk.OwnerLink();
        var founded = await Walk("foundOrganization", nobody, body: new JsonObject
        {
            ["token"] = link, ["organization"] = "Casa Nova", ["slug"] = "casa-nova", ["name"] = "Olga Pereira", ["email"] = "olga@casa-nova.example",
        });
        var owner = new Person(desk, (string)founded["token"]!);

        var invitation = await Walk("inviteMember", owner, body: new JsonObject { ["email"] = "ana@casa-nova.example", ["role"] = "agent" });
        await Walk("signUpByInvitation", nobody, body: new JsonObject { ["token"] = (string)invitation["token"]!, ["name"] = "Ana Costa" });
        var another = await Walk("inviteMember", owner, body: new JsonObject { ["email"] = "rui@casa-nova.example", ["role"] = "owner" });
        var elsewhere = new Person(desk, desk.Issuer.Mint(new OwnTokenClaims("rui-of-elsewhere", null, false, "Rui", null, null), TimeSpan.FromHours(1)));
        await Walk("acceptInvitation", elsewhere, body: new JsonObject { ["token"] = (string)another["token"]!, ["name"] = "Rui Sá" });

        await Walk("showOrganization", owner);
        await Walk("renameOrganization", owner, body: new JsonObject { ["name"] = "Casa Nova & Filhos" });
        var staff = await Walk("listMembers", owner);
        var ana = (string)staff["members"]!.AsArray().Single(member => (string)member!["name"]! == "Ana Costa")!["id"]!;
        await Walk("changeRole", owner, ana, new JsonObject { ["role"] = "owner" });
        await Walk("leaveOrganization", elsewhere);
        await Walk("removeMember", owner, ana);
        var third = await Walk("inviteMember", owner, body: new JsonObject { ["email"] = "eva@casa-nova.example", ["role"] = "agent" });
        await Walk("listInvitations", owner);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await Walk("resendInvitation", owner, (string)third["id"]!);
        await Walk("revokeInvitation", owner, (string)third["id"]!);
        var key = await Walk("createApiKey", owner, body: new JsonObject
        {
            ["name"] = "Our CRM", ["scopes"] = new JsonArray("read"), ["expires_at"] = Rfc3339.Format(desk.Clock.GetUtcNow().AddDays(1)),
        });
        await Walk("listApiKeys", owner);
        await Walk("revokeApiKey", owner, (string)key["api_key"]!["id"]!);
        await Walk("changeMe", elsewhere, body: new JsonObject { ["name"] = "Rui de Sá", ["language"] = "pt" });
        await Walk("showMe", elsewhere);
        await Walk("exportMe", elsewhere);
        await Walk("endOtherSessions", elsewhere);
        await using (var begin = desk.Database.CreateCommand("""
            INSERT INTO accounts.sessions (id, person_id, digest, user_agent, created_at, seen_at, rotated_at, ends_at)
            SELECT gen_random_uuid(), person_id, sha256('a session'), 'Firefox', now(), now(), now(), now() + interval '1 day'
            FROM accounts.sign_ins WHERE subject = 'rui-of-elsewhere'
            """))
        {
            await begin.ExecuteNonQueryAsync();
        }

        var sessions = await Walk("listSessions", elsewhere);
        var mine = await Walk("listMyOrganizations", owner);
        await using (var begin = desk.Database.CreateCommand("""
            INSERT INTO accounts.sessions (id, person_id, digest, user_agent, created_at, seen_at, rotated_at, ends_at)
            SELECT gen_random_uuid(), person_id, sha256('another session'), 'Firefox', now(), now(), now(), now() + interval '1 day'
            FROM accounts.members WHERE left_at IS NULL AND role = 'owner' RETURNING id
            """))
        {
            await Walk("moveSession", owner, $"{await begin.ExecuteScalarAsync()}", new JsonObject
            {
                ["organization_id"] = (string)mine["organizations"]![0]!["organization"]!["id"]!,
            });
        }

        await Walk("endSession", elsewhere, (string)sessions["sessions"]![0]!["id"]!);
        await Walk("eraseMe", elsewhere);

        var property = await Walk("createProperty", owner, key: "a-key", body: new JsonObject
        {
            ["name"] = "Rua das Flores 12 🏠", ["address"] = "Lisboa", ["time_zone"] = "Europe/Lisbon", ["allows_parallel_viewings"] = false,
        });
        var home = (string)property["property"]!["id"]!;
        await Walk("changeProperty", owner, home, new JsonObject { ["name"] = "Rua das Flores 12, top floor" });
        await Walk("showProperty", owner, home);
        await Walk("listProperties", owner, query: "?archived=true&limit=1");

        var starts = desk.Clock.GetUtcNow().AddDays(1);
        var slot = await Walk("openSlot", owner, key: "a-key", body: new JsonObject
        {
            ["property_id"] = home, ["starts_at"] = Rfc3339.Format(starts), ["ends_at"] = Rfc3339.Format(starts.AddMinutes(30)),
        });
        var time = (string)slot["slot"]!["id"]!;
        await Walk("showSlot", owner, time);
        await Walk("listSlots", owner, query: $"?from={Rfc3339.Format(starts)}&to={Rfc3339.Format(starts.AddHours(1))}");
        await Walk("listSlotsOfProperty", owner, home);

        var accept = new JsonObject { ["external_id"] = "crm-1", ["name"] = "Maria Alves", ["email"] = "maria@example.com", ["risk_level"] = "MEDIUM" };
        await Walk("acceptApplicant", owner, body: accept, status: 201);
        await Walk("acceptApplicant", owner, body: accept, status: 200);
        var maria = new Person(desk, desk.Issuer.Mint(new OwnTokenClaims("maria", "maria@example.com", true, "Maria", "casa-nova", "applicant"), TimeSpan.FromHours(1)));
        await Walk("listApplicants", owner);

        await Walk("holdSlot", maria, time, new JsonObject { ["minutes"] = 5 });
        await Walk("showSlot", maria, time);
        await Walk("releaseHold", maria, time);
        var booking = await Walk("bookVisit", maria, key: "a-key", body: new JsonObject { ["slot_id"] = time, ["notes"] = null });
        var visit = (string)booking["booking"]!["id"]!;
        await Walk("showBooking", maria, visit);
        await Walk("listBookings", maria);
        await Walk("listBookings", owner);
        await Walk("cancelBooking", maria, visit);
        await Walk("listUnattendedSlots", owner);
        await Walk("cancelSlot", owner, time);

        await Quiet.Down(desk);
        var inbox = await Walk("listNotices", owner, query: "?unread=true&limit=1");
        var notice = (string)inbox["notices"]![0]!["id"]!;
        await Walk("readNotice", owner, notice);
        await Walk("unreadNotice", owner, notice);
        await Walk("readAllNotices", owner);
        await Walk("showNoticePreferences", owner);
        await Walk("changeNoticePreferences", owner, body: new JsonObject
        {
            ["language"] = "pt",
            ["preferences"] = new JsonArray(new JsonObject { ["kind"] = "reminder_hour", ["channel"] = "push", ["wanted"] = false }),
        });
        var register = new JsonObject { ["platform"] = "ios", ["push_token"] = "a-token" };
        var device = await Walk("registerDevice", owner, body: register, status: 201);
        await Walk("registerDevice", owner, body: register, status: 200);
        await Walk("listDevices", owner);
        await Walk("unregisterDevice", owner, (string)device["device"]!["id"]!);
        await Walk("archiveProperty", owner, home);
        await Walk("listProperties", owner, query: "?archived=true");

        var announced = await Walk("startUpload", owner, key: "a-key", body: new JsonObject
        {
            ["purpose"] = "attachment", ["content_type"] = "text/plain", ["bytes"] = 5, ["name"] = "Olá 🏠.txt", ["sha256"] = null,
        });
        var file = (string)announced["file"]!["id"]!;
        using var put = new HttpRequestMessage(HttpMethod.Put, (string)announced["upload"]!["url"]!) { Content = new StringContent("hello", new System.Net.Http.Headers.MediaTypeHeaderValue("text/plain")) };
        (await desk.Http.SendAsync(put, CancellationToken.None)).EnsureSuccessStatusCode();
        await Walk("showFile", owner, file);
        await Walk("completeUpload", owner, file);
        await Walk("showFile", owner, file);
        await Walk("listFiles", owner);
        await Walk("deleteFile", owner, file);

        Contract.Operations.Values.Where(operation => !operation.IsStream).Select(operation => operation.Id).Except(_walked)
            .ShouldBeEmpty("these operations of the contract are not on the walk");
    }

    private async Task<JsonNode> Walk(
        string id, Person who, string? at = null, JsonObject? body = null, string? key = null, string query = "", int? status = null)
    {
        var operation = Contract.Operations[id];
        var answer = await who.Send(
            operation.Method, operation.Path.Replace("{id}", at) + query, body is null ? null : System.Net.Http.Json.JsonContent.Create(body), key);

        answer.Code.ShouldBeInRange(200, 299, $"{operation}: {answer.Body?.ToJsonString()}");
        if (status is not null)
        {
            answer.Code.ShouldBe(status.Value);
        }

        var foreseen = operation.Answer(answer.Code).ShouldNotBeNull($"{operation} answered {answer.Code}, which the contract does not foresee");
        if (foreseen["content"]?["application/json"]?["schema"] is { } schema)
        {
            answer.Headers["Content-Type"].ShouldStartWith("application/json");
            Schema.Complaints(schema, answer.Body).Concat(Schema.Undescribed(schema, answer.Body)).ShouldBeEmpty($"{operation}: {answer.Body?.ToJsonString()}");
        }
        else
        {
            answer.Body.ShouldBeNull();
        }

        _walked.Add(id);
        return answer.Body ?? new JsonObject();
    }
}
