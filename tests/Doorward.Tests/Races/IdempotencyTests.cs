using Doorward.Testing;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

public sealed class IdempotencyTests
{
    private const int Rounds = 30;

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_key_at_once_opens_one_slot_and_answers_all_alike(int nodes) => await OneRow(nodes, async agency =>
    {
        var property = await agency.Owner.CreatesProperty();
        return (round, key) => (agency.Owner, who => who.Opens(property, agency.Tomorrow().AddHours(round), key: key));
    });

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_key_at_once_books_one_visit_and_answers_all_alike(int nodes) => await OneRow(nodes, async agency =>
    {
        var property = await agency.Owner.CreatesProperty();
        var slots = await Task.WhenAll(Enumerable.Range(0, Rounds).Select(async hour => (await agency.Owner.Opens(property, agency.Tomorrow(hour))).Id));
        var ana = await agency.Applicant("Ana");
        await ana.Get("bookings");
        return (round, key) => (ana, who => who.Books(slots[round], "the same", key));
    });

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_key_at_once_creates_one_property_and_answers_all_alike(int nodes) => await OneRow(nodes, agency =>
        Task.FromResult<Func<int, string, (Person, Func<Person, Task<Answer>>)>>((_, key) =>
            (agency.Owner, who => who.Post("properties", new { name = "Rua 1", address = "Lisboa", time_zone = "Europe/Lisbon" }, key))));

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_key_at_once_with_two_bodies_is_one_booking_and_one_refusal(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var agents = await agency.Agents(2);
        var property = await agency.Owner.CreatesProperty(parallel: true);
        var ana = await agency.Applicant("Ana");
        await ana.At(elsewhere).Get("bookings");
        for (var round = 0; round < Rounds; round++)
        {
            // every other time the two visits overlap as well: the key is the better reason
            var starts = agency.Tomorrow().AddHours(2 * round);
            var one = (await agents[0].Opens(property, starts)).Id;
            var other = (await agents[1].Opens(property, starts.AddHours(round % 2))).Id;
            var key = $"{Guid.CreateVersion7()}";

            var answers = await AtOnce(() => ana.Books(one, key: key), () => ana.At(elsewhere).Books(other, key: key));

            answers.Select(answer => $"{answer.Code} {answer.Outcome}").Order().ShouldBe(["201 confirmed", "422 idempotency_key_reused"]);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_external_id_at_once_is_one_applicant(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        for (var round = 0; round < Rounds; round++)
        {
            var body = new { external_id = $"same-{round}", name = "Ana", email = $"ana-{round}@{agency.Slug}.example", risk_level = "LOW" };

            var answers = await AtOnce(Enumerable.Range(0, 4).Select(n =>
                (Func<Task<Answer>>)(() => agency.Owner.At(n % 2 == 0 ? first : elsewhere).Post("applicants", body))));

            answers.Select(answer => answer.Code).Order().ShouldBe([200, 200, 200, 201]);
            var id = answers.Select(answer => answer.Id).Distinct().ShouldHaveSingleItem();
            (await agency.Log(id, "applicant.accepted")).Count.ShouldBe(1);
        }
    }

    private static async Task OneRow(int nodes, Func<Agency, Task<Func<int, string, (Person Who, Func<Person, Task<Answer>> Deed)>>> prepare)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var ask = await prepare(agency);
        for (var round = 0; round < Rounds; round++)
        {
            var (who, deed) = ask(round, $"{Guid.CreateVersion7()}");

            var answers = await AtOnce(Enumerable.Range(0, 6).Select(n => (Func<Task<Answer>>)(() => deed(who.At(n % 2 == 0 ? first : elsewhere)))));

            answers.Select(answer => $"{answer.Code} {answer.Refusal}").ShouldAllBe(answer => answer == "201 ", $"round {round}");
            // one node may write a time as +00:00 where it was given so; what matters is the same thing
            answers.Select(answer => answer.Body!.ToJsonString()).Distinct().Count().ShouldBe(1, $"round {round}: {answers[0].Body}\n{answers[1].Body}");
        }
    }
}
