using Doorward.Testing;
using static Doorward.Tests.Races.TwoNodes;

namespace Doorward.Tests.Races;

public sealed class HoldRaceTests
{
    private const int Rounds = 20;

    [Theory, InlineData(1), InlineData(2)]
    public async Task Of_fifty_applicants_who_hold_or_book_one_slot_at_once_exactly_one_has_it(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var applicants = await agency.Applicants(50);
        for (var round = 0; round < Rounds / 2; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * round))).Id;

            var answers = await AtOnce(applicants.Select((applicant, n) => (Func<Task<Answer>>)(() =>
            {
                var who = applicant.At(n % 2 == 0 ? first : elsewhere);
                return (n / 2 + round) % 3 == 0 ? who.Books(slot) : who.Holds(slot);
            })));

            // whoever won before has a hold, which may be their third: everybody gives up what they have
            answers.Count(answer => answer.Code is 200 or 201).ShouldBe(1, $"round {round}");
            answers.Where(answer => answer.Code >= 400).Select(answer => answer.Outcome).ShouldAllBe(outcome => outcome == "slot_held" || outcome == "slot_taken");
            var winner = answers.Single(answer => answer.Code is 200 or 201);
            (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe(winner.Outcome == "held" ? "held" : "booked");
            (await agency.Count($"SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND slot_id = '{slot}' AND status IN ('held', 'confirmed')")).ShouldBe(1);
            await agency.Owner.Releases(slot);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task One_applicants_holds_at_once_never_pass_the_cap(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var slots = new List<Guid>();
        for (var n = 0; n < 8; n++)
        {
            slots.Add((await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * n))).Id);
        }

        var ana = await agency.Applicant("Ana");
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await AtOnce(slots.Select((slot, n) => (Func<Task<Answer>>)(() => ana.At(n % 2 == 0 ? first : elsewhere).Holds(slot))));

            answers.CountBy(answer => answer.Outcome).ToDictionary().ShouldBe(
                new Dictionary<string, int> { ["held"] = 3, ["too_many_holds"] = 5 }, ignoreOrder: true, $"round {round}");
            (await agency.Count("SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND status = 'held'")).ShouldBe(3);
            await AtOnce(slots.Select((slot, n) => (Func<Task<Answer>>)(() => ana.At(n % 2 == 0 ? elsewhere : first).Releases(slot))));
            (await agency.Count("SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND status = 'held'")).ShouldBe(0);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task A_hold_that_lapses_while_others_book_goes_to_exactly_one_of_them(int nodes)
    {
        await using var first = await Desk.Open();
        await using var other = nodes == 1 ? null : await Desk.Open(first.ConnectionString);
        var elsewhere = other ?? first;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var (ana, rui, eva) = (await agency.Applicant("Ana"), await agency.Applicant("Rui"), await agency.Applicant("Eva"));
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddHours(round))).Id;
            (await ana.Holds(slot, 1)).Outcome.ShouldBe("held");
            // all but the last moment is over on both nodes; the job of it is due as well
            await Backdate(first, TimeSpan.FromMilliseconds(59_950));

            var answers = await AtOnce(
                () => Until(() => rui.At(elsewhere).Books(slot)),
                () => Until(() => eva.Books(slot)),
                () => ana.At(elsewhere).Books(slot));

            answers.Count(answer => answer.Code == 201).ShouldBe(1, $"round {round}: {string.Join(", ", answers.Select(answer => answer.Outcome))}");
            answers.Where(answer => answer.Code != 201).ShouldAllBe(answer => answer.Outcome == "slot_taken" || answer.Outcome == "slot_held");
            (await agency.Log(slot, "slot.released")).Count.ShouldBe(1);
            (await agency.Count($"SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND slot_id = '{slot}' AND status IN ('held', 'confirmed')")).ShouldBe(1);
        }

        // Until the hold is over, or the slot is taken.
        static async Task<Answer> Until(Func<Task<Answer>> book)
        {
            while (true)
            {
                if (await book() is { Outcome: not "slot_held" } answer)
                {
                    return answer;
                }
            }
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task A_slot_that_is_cancelled_while_it_is_held_booked_and_released_ends_cancelled(int nodes)
    {
        var (first, second) = await TwoNodes.Open();
        var elsewhere = nodes == 1 ? first : second;
        var agency = await Agency.Open(first);
        var property = await agency.Owner.CreatesProperty();
        var (ana, rui) = (await agency.Applicant("Ana"), await agency.Applicant("Rui"));
        for (var round = 0; round < Rounds; round++)
        {
            var slot = (await agency.Owner.Opens(property, agency.Tomorrow().AddMinutes(30 * round))).Id;
            (await ana.Holds(slot)).Outcome.ShouldBe("held");

            var answers = await AtOnce(
                () => round % 2 == 0 ? ana.Books(slot) : ana.Releases(slot),
                () => rui.At(elsewhere).Holds(slot),
                () => agency.Owner.At(elsewhere).CancelsSlot(slot));

            answers[^1].Code.ShouldBe(204);
            (await agency.Owner.Get($"slots/{slot}")).Outcome.ShouldBe("cancelled");
            (await agency.Count($"SELECT count(*) FROM visits.bookings WHERE organization_id = $1 AND slot_id = '{slot}' AND status IN ('held', 'confirmed')")).ShouldBe(0);
            var (held, released) = (await agency.Log(slot, "slot.held"), await agency.Log(slot, "slot.released"));
            released.Count.ShouldBe(held.Count, "every hold ended, and once");
            (await agency.Log(slot, "slot.cancelled")).Count.ShouldBe(1);
        }
    }

    private static async Task Backdate(Desk desk, TimeSpan by)
    {
        await using var command = desk.Database.CreateCommand($"""
            WITH h AS (UPDATE visits.bookings SET held_until = held_until - interval '{(long)by.TotalMilliseconds} ms' WHERE status = 'held' RETURNING id, slot_id, held_until),
                 j AS (UPDATE events.jobs SET due_at = h.held_until FROM h WHERE kind = 'visits.lapse_hold' AND key = h.id::text)
            UPDATE visits.slots s SET held_until = h.held_until FROM h WHERE s.id = h.slot_id
            """);
        await command.ExecuteNonQueryAsync();
    }
}
