using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>Two hundred want the same slot, over HTTP, from the program in processes of its own.</summary>
public sealed class OneSlotTests
{
    private const int Applicants = 200;
    private const int Rounds = 50;

    [Fact]
    public async Task Of_200_applicants_at_once_exactly_one_gets_the_slot_from_one_process()
    {
        var database = await TestCluster.NewDatabase();
        await using var node = await DoorwardProcess.Start(database);
        await Race([node]);
    }

    [Fact]
    public async Task Of_200_applicants_at_once_exactly_one_gets_the_slot_from_two_processes_on_one_database()
    {
        var database = await TestCluster.NewDatabase();
        await using var one = await DoorwardProcess.Start(database);
        await using var two = await DoorwardProcess.Start(database);
        await Race([one, two]);
    }

    private static async Task Race(IReadOnlyList<DoorwardProcess> nodes)
    {
        var agency = await Agency.Open(nodes[0]);
        var property = await agency.Owner.CreatesProperty();
        var applicants = await agency.Applicants(Applicants);
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * round))).Id;

            var answers = await TwoNodes.AtOnce(applicants.Select(
                (applicant, n) => (Func<Task<Answer>>)(() => applicant.At(nodes[(n + round) % nodes.Count]).Books(slot))));

            answers.CountBy(answer => $"{answer.Code} {answer.Outcome}").ToDictionary().ShouldBe(
                new Dictionary<string, int> { ["201 confirmed"] = 1, ["409 slot_taken"] = Applicants - 1 }, ignoreOrder: true, $"round {round}");
        }

        await using var count = nodes[0].Database.CreateCommand(
            "SELECT count(*) FILTER (WHERE status = 'confirmed') || ' of ' || count(*) || ' confirmed, ' || count(DISTINCT slot_id) || ' slots' FROM visits.bookings");
        (await count.ExecuteScalarAsync()).ShouldBe($"{Rounds} of {Rounds} confirmed, {Rounds} slots");
    }
}
