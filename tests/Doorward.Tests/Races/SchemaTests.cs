using Doorward.Testing;
using Npgsql;
using static System.FormattableString;

namespace Doorward.Tests.Races;

/// <summary>Plain connections that know nothing of the program: what must never be, the schema itself refuses.</summary>
public sealed class SchemaTests
{
    private const int Attackers = 8;
    private const int Rounds = 5;

    [Fact]
    public async Task Several_confirmed_bookings_of_one_slot_at_once_become_one()
    {
        var ground = await Ground.Prepare(applicants: Attackers);
        for (var hour = 0; hour < Rounds; hour++)
        {
            var slot = await ground.Slot(ground.Owner, ground.Property, hour);

            (await ground.AtOnce([.. ground.Applicants.Select(applicant => ground.Booking(slot, applicant, hour))])).ShouldBe(Once("bookings_one_confirmed_per_slot"));
        }
    }

    [Fact]
    public async Task Overlapping_slots_of_one_agent_at_once_become_one()
    {
        var ground = await Ground.Prepare(properties: Attackers);
        for (var hour = 0; hour < Rounds; hour++)
        {
            (await ground.AtOnce([.. ground.Properties.Select((property, n) => ground.SlotText(Guid.CreateVersion7(), ground.Owner, property, hour, n))]))
                .ShouldBe(Once("slots_of_agent_do_not_overlap"));
        }
    }

    [Fact]
    public async Task Overlapping_slots_of_one_property_at_once_become_one()
    {
        var ground = await Ground.Prepare(agents: Attackers);
        for (var hour = 0; hour < Rounds; hour++)
        {
            (await ground.AtOnce([.. ground.Agents.Select((agent, n) => ground.SlotText(Guid.CreateVersion7(), agent, ground.Property, hour, n))]))
                .ShouldBe(Once("slots_of_property_do_not_overlap"));
        }
    }

    [Fact]
    public async Task Overlapping_visits_of_one_applicant_at_once_become_one()
    {
        var ground = await Ground.Prepare(agents: Attackers, properties: Attackers);
        for (var hour = 0; hour < Rounds; hour++)
        {
            var slots = await Task.WhenAll(ground.Agents.Zip(ground.Properties, (agent, property) => ground.Slot(agent, property, hour)));

            (await ground.AtOnce([.. slots.Select(slot => ground.Booking(slot, ground.Applicants[0], hour))])).ShouldBe(Once("bookings_of_applicant_do_not_overlap"));
        }
    }

    [Fact]
    public async Task A_booking_and_the_cancelling_of_its_slot_at_once_are_not_both_done()
    {
        var ground = await Ground.Prepare();
        for (var round = 0; round < 10 * Rounds; round++)
        {
            var slot = await ground.Slot(ground.Owner, ground.Property, round);

            var outcomes = await ground.AtOnce([
                ground.Booking(slot, ground.Applicants[0], round),
                Invariant($"UPDATE visits.slots SET status = 'cancelled' WHERE id = '{slot}'"),
            ]);

            outcomes.ShouldBe(["bookings_confirmed_only_on_live_slots", "done"], $"round {round}");
        }
    }

    [Fact]
    public async Task Rows_that_must_never_be_are_refused_by_name()
    {
        var ground = await Ground.Prepare(agents: 2, applicants: 2, properties: 2);
        var other = await Ground.Prepare(agents: 2);
        var slot = await ground.Slot(ground.Agents[0], ground.Properties[0], 0);
        var neighbour = await ground.Slot(ground.Agents[1], ground.Properties[1], 0);
        var theirs = await other.Slot(other.Agents[0], other.Property, 0);
        var free = await ground.Slot(ground.Agents[0], ground.Properties[0], 5);
        await ground.Do(ground.Booking(slot, ground.Applicants[0], 0));
        var cancelled = await ground.Slot(ground.Agents[0], ground.Properties[0], 2);
        await ground.Do(Invariant($"UPDATE visits.slots SET status = 'cancelled' WHERE id = '{cancelled}'"));
        await ground.Slot(ground.Agents[0], ground.Properties[1], 2);
        var (a, p) = (ground.Agents[0], ground.Properties[0]);

        var held = await ground.Slot(ground.Agents[0], ground.Properties[0], 11);
        await ground.Do(ground.Hold(held, ground.Applicants[1], 11, 1));
        var wanted = await ground.Slot(ground.Agents[0], ground.Properties[0], 13);
        var besides = await ground.Slot(ground.Agents[1], ground.Properties[1], 11);

        foreach (var (constraint, attack) in new (string, string)[]
        {
            ("bookings_of_a_slot", ground.Booking(theirs, ground.Applicants[1], 0)),
            ("bookings_of_an_applicant", ground.Booking(free, other.Applicants[0], 5)),
            ("bookings_of_an_applicant", other.Booking(free, ground.Applicants[1], 5)),
            ("bookings_confirmed_only_on_live_slots", ground.Booking(cancelled, ground.Applicants[1], 2)),
            ("bookings_confirmed_only_on_live_slots", ground.Booking(free, ground.Applicants[1], 6)),
            ("bookings_confirmed_only_on_live_slots", Invariant($"UPDATE visits.bookings SET during = {ground.During(7)} WHERE slot_id = '{slot}'")),
            ("bookings_confirmed_only_on_live_slots", Invariant($"UPDATE visits.slots SET during = {ground.During(7)} WHERE id = '{slot}'")),
            ("bookings_confirmed_only_on_live_slots", Invariant($"UPDATE visits.slots SET status = 'cancelled' WHERE id = '{slot}'")),
            ("bookings_of_applicant_do_not_overlap", ground.Booking(neighbour, ground.Applicants[0], 0)),
            ("bookings_one_confirmed_per_slot", ground.Booking(slot, ground.Applicants[1], 0)),
            ("bookings_status", Invariant($"UPDATE visits.bookings SET status = 'perhaps', cancelled_at = now() WHERE slot_id = '{slot}'")),
            ("bookings_cancelled_have_a_time", Invariant($"UPDATE visits.bookings SET status = 'cancelled_by_agent' WHERE slot_id = '{slot}'")),
            ("bookings_cancelled_have_a_time", Invariant($"UPDATE visits.bookings SET cancelled_at = now() WHERE slot_id = '{slot}'")),
            ("bookings_of_a_slot", Invariant($"DELETE FROM visits.slots WHERE id = '{slot}'")),
            ("slots_status", Invariant($"UPDATE visits.slots SET status = 'perhaps' WHERE id = '{free}'")),
            ("slots_of_agent_do_not_overlap", Invariant($"UPDATE visits.slots SET status = 'available' WHERE id = '{cancelled}'")),
            ("slots_of_a_property", ground.SlotText(Guid.CreateVersion7(), a, other.Property, 9)),
            ("slots_of_a_property", ground.SlotText(Guid.CreateVersion7(), a, p, 9, parallel: true)),
            ("slots_of_a_member", ground.SlotText(Guid.CreateVersion7(), other.Agents[1], p, 9)),
            ("slots_of_a_member", Invariant($"UPDATE visits.slots SET agent_id = '{ground.Applicants[0]}' WHERE id = '{free}'")),
            ("slots_during_has_both_ends", Invariant($"UPDATE visits.slots SET during = tstzrange(lower(during), NULL) WHERE id = '{free}'")),
            ("slots_during_has_both_ends", Invariant($"UPDATE visits.slots SET during = tstzrange(NULL, upper(during)) WHERE id = '{free}'")),
            ("slots_during_has_both_ends", Invariant($"UPDATE visits.slots SET during = tstzrange(lower(during), 'infinity') WHERE id = '{free}'")),
            ("slots_during_has_both_ends", Invariant($"UPDATE visits.slots SET during = 'empty' WHERE id = '{free}'")),
            ("slots_during_has_both_ends", Invariant($"UPDATE visits.slots SET during = tstzrange(lower(during), upper(during), '[]') WHERE id = '{free}'")),
            ("bookings_one_confirmed_per_slot", ground.Booking(held, ground.Applicants[0], 11)),
            ("bookings_one_confirmed_per_slot", ground.Hold(held, ground.Applicants[0], 11, 1)),
            ("bookings_one_confirmed_per_slot", ground.Hold(slot, ground.Applicants[1], 0, 2)),
            ("bookings_of_applicant_do_not_overlap", ground.Booking(besides, ground.Applicants[1], 11)),
            ("bookings_of_applicant_do_not_overlap", ground.Hold(besides, ground.Applicants[1], 11, 2)),
            ("bookings_of_applicant_do_not_overlap", ground.Hold(neighbour, ground.Applicants[0], 0, 1)),
            ("bookings_one_hold_per_place", ground.Hold(wanted, ground.Applicants[1], 13, 1)),
            ("bookings_held_in_a_place", ground.Hold(wanted, ground.Applicants[1], 13, 21)),
            ("bookings_held_in_a_place", ground.Hold(wanted, ground.Applicants[1], 13, 0)),
            ("bookings_of_an_applicant", ground.Hold(wanted, other.Applicants[0], 13, 1)),
            ("bookings_confirmed_only_on_live_slots", ground.Hold(cancelled, ground.Applicants[0], 2, 1)),
            ("bookings_confirmed_only_on_live_slots", Invariant($"UPDATE visits.slots SET status = 'cancelled' WHERE id = '{held}'")),
            ("bookings_held_until", Invariant($"UPDATE visits.bookings SET held_until = NULL WHERE slot_id = '{held}'")),
            ("bookings_held_in_a_place", Invariant($"UPDATE visits.bookings SET status = 'confirmed', held_until = NULL WHERE slot_id = '{held}'")),
            ("bookings_held_until", Invariant($"UPDATE visits.bookings SET hold_key = 'k' WHERE slot_id = '{slot}'")),
            ("slots_held_for_somebody_until", Invariant($"UPDATE visits.slots SET status = 'held' WHERE id = '{free}'")),
            ("slots_held_for_somebody_until", Invariant($"UPDATE visits.slots SET held_by = '{ground.Applicants[0]}', held_until = now() WHERE id = '{free}'")),
            ("slots_held_for_an_applicant", Invariant($"UPDATE visits.slots SET status = 'held', held_by = '{other.Applicants[0]}', held_until = now() WHERE id = '{free}'")),
            ("applicants_risk_is_accepted", Invariant($"UPDATE visits.applicants SET risk_level = 'HIGH' WHERE id = '{ground.Applicants[0]}'")),
        })
        {
            (await ground.Outcome(attack)).ShouldBe(constraint, attack);
        }
    }

    private static IEnumerable<string> Once(string refusal) => Enumerable.Repeat(refusal, Attackers - 1).Append("done").Order();

    /// <summary>Organization, people and places in plain rows.</summary>
    private sealed class Ground
    {
        private readonly NpgsqlDataSource _database;
        private readonly Agency _agency;

        private Ground(NpgsqlDataSource database, Agency agency) => (_database, _agency) = (database, agency);

        public required IReadOnlyList<Guid> Agents { get; init; }

        public required IReadOnlyList<Guid> Applicants { get; init; }

        public required IReadOnlyList<Guid> Properties { get; init; }

        public Guid Owner => Agents[0];

        public Guid Property => Properties[0];

        public static async Task<Ground> Prepare(int agents = 1, int applicants = 1, int properties = 1)
        {
            var agency = await Agency.Open((await TwoNodes.Open()).First);
            var ground = new Ground(agency.Door.Database, agency) { Agents = Ids(agents), Applicants = Ids(applicants), Properties = Ids(properties) };
            foreach (var id in ground.Agents)
            {
                await ground.Do($"INSERT INTO accounts.people (id, name, email, created_at) VALUES ('{id}', 'A', 'a@b.example', now())");
                await ground.Do($"INSERT INTO accounts.members (organization_id, person_id, role, joined_at) VALUES ('{agency.Id}', '{id}', 'agent', now())");
            }

            foreach (var id in ground.Applicants)
            {
                await ground.Do($"INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, created_at) VALUES ('{agency.Id}', '{id}', '{id}', 'A', 'a@b.example', 'LOW', now())");
            }

            foreach (var id in ground.Properties)
            {
                await ground.Do($"INSERT INTO visits.properties (organization_id, id, name, address, time_zone, created_at) VALUES ('{agency.Id}', '{id}', 'P', 'P', 'UTC', now())");
            }

            return ground;
        }

        public string During(int hour, int minutes = 0) => Invariant($"tstzrange('2100-01-01Z'::timestamptz + interval '{hour} hours {minutes} minutes', '2100-01-01Z'::timestamptz + interval '{hour} hours {minutes + 30} minutes')");

        public string SlotText(Guid id, Guid agent, Guid property, int hour, int minutes = 0, bool parallel = false) => Invariant($"""
            INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at)
            VALUES ('{_agency.Id}', '{id}', '{property}', '{agent}', {During(hour, minutes)}, {parallel}, now())
            """);

        public async Task<Guid> Slot(Guid agent, Guid property, int hour)
        {
            var id = Guid.CreateVersion7();
            await Do(SlotText(id, agent, property, hour));
            return id;
        }

        public string Booking(Guid slot, Guid applicant, int hour) => Invariant($"""
            INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at)
            VALUES ('{_agency.Id}', '{Guid.CreateVersion7()}', '{slot}', '{applicant}', {During(hour)}, 'confirmed', now())
            """);

        public string Hold(Guid slot, Guid applicant, int hour, int place) => Invariant($"""
            INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at, held_until, hold_place)
            VALUES ('{_agency.Id}', '{Guid.CreateVersion7()}', '{slot}', '{applicant}', {During(hour)}, 'held', now(), now() + interval '1 hour', {place})
            """);

        public async Task Do(string sql)
        {
            await using var command = _database.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>"done", or the name of the constraint that refused.</summary>
        public async Task<string> Outcome(string sql)
        {
            try
            {
                await Do(sql);
                return "done";
            }
            catch (PostgresException refusal)
            {
                return refusal.ConstraintName ?? refusal.SqlState;
            }
        }

        /// <summary>
        /// Inserts that overlap wait for each other, and PostgreSQL makes one of them give way. It tries again when the others are through:
        /// at once, it would only stand in their way again, and with eight of them that can go on for ever.
        /// </summary>
        public async Task<IEnumerable<string>> AtOnce(IReadOnlyList<string> attacks)
        {
            var outcomes = await Task.WhenAll(attacks.Select(attack => Task.Run(() => Outcome(attack))));
            for (var n = 0; n < outcomes.Length; n++)
            {
                outcomes[n] = outcomes[n] == PostgresErrorCodes.DeadlockDetected ? await Outcome(attacks[n]) : outcomes[n];
            }

            return outcomes.Order();
        }

        private static IReadOnlyList<Guid> Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
    }
}
