using System.Net;
using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Abuse;

/// <summary>What was good once, tried again when it is not any more.</summary>
public sealed class ReplayTests
{
    // By the statement, while she is remembered; by the look at who calls, where half a minute has passed since.
    private static readonly string[] Refused = ["no_longer_staff", "not_a_member"];

    [Fact]
    public async Task A_token_of_somebody_who_has_left_changes_nothing_from_the_moment_they_left()
    {
        var agency = await Agency.Open();
        var ana = await agency.Agent("Ana");
        var property = await ana.CreatesProperty();
        (await ana.Get("slots")).Code.ShouldBe(200, "she is known now, and remembered for half a minute");

        // without a word in the log: the worst case, in which nobody was told to forget her
        await using (var leave = agency.Desk.Database.CreateCommand(
            "UPDATE accounts.members SET left_at = now() WHERE organization_id = $1 AND role = 'agent'"))
        {
            leave.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = agency.Id });
            await leave.ExecuteNonQueryAsync();
        }

        (await ana.Opens(property, agency.Tomorrow())).Outcome.ShouldBeOneOf(Refused);
        (await ana.Post("properties", new { name = "x", address = "y", time_zone = "Europe/Lisbon", allows_parallel_viewings = false })).Outcome.ShouldBeOneOf(Refused);
        (await ana.Delete($"properties/{property}")).Outcome.ShouldBeOneOf(Refused);
    }

    [Fact]
    public async Task An_invitation_is_good_once_however_many_try_it_at_the_same_moment()
    {
        var agency = await Agency.Open();
        var token = (string)(await agency.Owner.Post("invitations", new { email = "ana@example.com", role = "agent" })).Body!["token"]!;
        var nobody = new Person(agency.Desk, null);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => nobody.Post("invitations/sign-up", new { token, name = $"Ana {n}" })));

        answers.Count(answer => answer.Code == 201).ShouldBe(1);
        answers.Where(answer => answer.Code != 201).ShouldAllBe(answer => answer.Refusal == "no_such_invitation");
    }

    [Fact]
    public async Task A_signed_address_outlives_neither_its_file_nor_its_use()
    {
        var agency = await Agency.Open();
        var ana = await agency.Applicant("Ana");
        var bytes = "%PDF-1.7"u8.ToArray();
        var announced = await ana.Post("files", new { purpose = "attachment", content_type = "application/pdf", bytes = bytes.Length });
        (await Send(announced.Body!["upload"]!["url"]!, HttpMethod.Put)).ShouldBe(HttpStatusCode.NoContent);
        var complete = await ana.Post($"files/{announced.Id}/complete", new { });
        (await Send(complete.Body!["download"]!["url"]!, HttpMethod.Get)).ShouldBe(HttpStatusCode.OK);

        (await Send(announced.Body!["upload"]!["url"]!, HttpMethod.Put)).ShouldBe(HttpStatusCode.NotFound, "it has been used");
        (await ana.Delete($"files/{announced.Id}")).Code.ShouldBe(204);
        (await Send(complete.Body!["download"]!["url"]!, HttpMethod.Get)).ShouldBe(HttpStatusCode.NotFound);

        async Task<HttpStatusCode> Send(System.Text.Json.Nodes.JsonNode url, HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, (string)url!);
            if (method == HttpMethod.Put)
            {
                request.Content = new ByteArrayContent(bytes);
                request.Content.Headers.ContentType = new("application/pdf");
            }

            using var answer = await agency.Desk.Http.SendAsync(request, CancellationToken.None);
            return answer.StatusCode;
        }
    }
}
