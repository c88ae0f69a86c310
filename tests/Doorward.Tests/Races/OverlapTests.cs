using Doorward.Testing;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

public sealed class OverlapTests
{
    private const int Rounds = 30;

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_agents_overlapping_slots_at_once_become_one_slot(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var properties = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => agency.Owner.CreatesProperty()));
        for (var round = 0; round < Rounds; round++)
        {
            var starts = agency.Tomorrow().AddHours(round);

            var answers = await AtOnce(properties.Select((property, n) =>
                (Func<Task<Answer>>)(() => agency.Owner.At(n % 2 == 0 ? first : elsewhere).Opens(property, starts.AddMinutes(5 * n)))));

            Counts(answers).ShouldBe("3 × 409 agent_busy, 1 × 201 available");
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task Several_agents_overlapping_slots_of_one_property_at_once_become_one_slot(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var agents = await agency.Agents(4);
        var property = await agency.Owner.CreatesProperty();
        for (var round = 0; round < Rounds; round++)
        {
            var starts = agency.Tomorrow().AddHours(round);

            var answers = await AtOnce(agents.Select((agent, n) =>
                (Func<Task<Answer>>)(() => agent.At(n % 2 == 0 ? first : elsewhere).Opens(property, starts.AddMinutes(5 * n)))));

            Counts(answers).ShouldBe("3 × 409 property_busy, 1 × 201 available");
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_applicants_overlapping_visits_at_once_become_one_visit(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var agents = await agency.Agents(4);
        var property = await agency.Owner.CreatesProperty(parallel: true);
        var ana = await agency.Applicant("Ana");
        await ana.At(elsewhere).Get("bookings");
        for (var round = 0; round < Rounds; round++)
        {
            var starts = agency.Tomorrow().AddHours(round);
            var slots = await Task.WhenAll(agents.Select(async (agent, n) => (await agent.Opens(property, starts.AddMinutes(5 * n))).Id));

            var answers = await AtOnce(slots.Select((slot, n) => (Func<Task<Answer>>)(() => ana.At(n % 2 == 0 ? first : elsewhere).Books(slot))));

            Counts(answers).ShouldBe("3 × 409 applicant_busy, 1 × 201 confirmed");
        }
    }

    [Fact]
    public async Task Ending_parallel_viewings_while_overlapping_slots_are_opened_leaves_one_or_the_other()
    {
        var (first, second) = await TwoNodes.Open();
        var agency = await Agency.Open(first);
        var agents = await agency.Agents(2);
        for (var round = 0; round < Rounds; round++)
        {
            var property = await agency.Owner.CreatesProperty(parallel: true);
            var starts = agency.Tomorrow().AddHours(round);

            var answers = await AtOnce(
                () => agents[0].Opens(property, starts), () => agents[1].At(second).Opens(property, starts),
                () => (round % 2 == 0 ? agency.Owner : agency.Owner.At(second)).Patch($"properties/{property}", new { allows_parallel_viewings = false }));

            var opened = answers[..2].Count(answer => answer.Code == 201);
            if (answers[2].Code == 200)
            {
                opened.ShouldBe(1);
                answers[..2].Single(answer => answer.Code != 201).Outcome.ShouldBe("property_busy");
            }
            else
            {
                answers[2].Outcome.ShouldBe("viewings_overlap");
                opened.ShouldBe(2);
            }
        }
    }

    [Fact]
    public async Task A_slot_opened_while_its_property_is_archived_is_open_or_refused_with_the_reason()
    {
        var (first, second) = await TwoNodes.Open();
        var agency = await Agency.Open(first);
        for (var round = 0; round < Rounds; round++)
        {
            var property = await agency.Owner.CreatesProperty();

            var answers = await AtOnce(
                () => agency.Owner.Opens(property, agency.Tomorrow().AddHours(round)), () => agency.Owner.At(second).Delete($"properties/{property}"));

            answers[0].Outcome.ShouldBeOneOf("available", "property_archived");
            answers[1].Code.ShouldBe(204);
        }
    }

    private static string Counts(IEnumerable<Answer> answers) => string.Join(
        ", ", answers.CountBy(answer => $"{answer.Code} {answer.Outcome}").OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} × {pair.Key}"));
}
