using System.Collections.Concurrent;
using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>
/// Agents and applicants who open, cancel, book and rebook at random, all at once, in a calendar small enough that they are in each other's
/// way all the time. Each calls whichever node comes to hand.
/// </summary>
internal sealed class RandomHistory
{
    private const int Hours = 16;

    private readonly Agency _agency;
    private readonly IFrontDoor[] _nodes;
    private readonly int _seed;
    private readonly Guid[] _recent = new Guid[128];
    private IReadOnlyList<Person> _agents = [];
    private IReadOnlyList<Person> _applicants = [];
    private Guid[] _properties = [];
    private int _opened;

    private RandomHistory(Agency agency, IFrontDoor[] nodes, int seed, Witness witness) =>
        (_agency, _nodes, _seed, Witness) = (agency, nodes, seed, witness);

    public Witness Witness { get; }

    /// <summary>Puts people and properties in place.</summary>
    /// <param name="nodes">Whom to call; an element may be replaced while it runs.</param>
    /// <param name="seed">The same choices for the same seed; not the same interleaving.</param>
    /// <param name="mayBeInterrupted">Nodes will be killed or cut off: connections may break, and 503 is an answer.</param>
    public static async Task<RandomHistory> Prepare(IFrontDoor[] nodes, int seed, bool mayBeInterrupted = false)
    {
        var agency = await Agency.Open(nodes[0]);
        var history = new RandomHistory(agency, nodes, seed, new Witness { MayBeInterrupted = mayBeInterrupted })
        {
            _agents = await agency.Agents(6),
            _applicants = await agency.Applicants(24),
        };
        history._properties = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => history._agents[n].CreatesProperty(parallel: n == 0)));
        return history;
    }

    public Task Run(CancellationToken until) => Task.WhenAll(
        [
            .. _agents.Select((agent, n) => Task.Run(() => Agent(agent, new Random(_seed + n), until), CancellationToken.None)),
            Task.Run(() => Time(new Random(_seed + 2000), until), CancellationToken.None),
            .. _applicants.Select((applicant, n) => Task.Run(() => Applicant(applicant, new Random(_seed + 1000 + n), until), CancellationToken.None)),
        ]);

    private async Task Agent(Person agent, Random random, CancellationToken until)
    {
        var mine = new List<Guid>();
        var day = _agency.Tomorrow();
        while (!until.IsCancellationRequested)
        {
            var choice = random.Next(100);
            if (choice < 60 || mine.Count == 0)
            {
                var (property, starts, minutes) = (random.GetItems(_properties, 1)[0], day.AddMinutes(5 * random.Next(Hours * 12)), 5 * random.Next(2, 10));
                await Create("open", random, Witness.Slots, (node, key) => agent.At(node).Opens(property, starts, minutes, key), ["agent_busy", "property_busy"], id =>
                {
                    mine.Add(id);
                    _recent[Interlocked.Increment(ref _opened) % _recent.Length] = id;
                }, until);
            }
            else if (choice < 99)
            {
                var slot = mine[random.Next(mine.Count)];
                if (await Try("cancel slot", random, node => agent.At(node).CancelsSlot(slot), []) is { Code: 204 })
                {
                    Witness.CancelledSlots[slot] = true;
                    mine.Remove(slot);
                }
            }
            else
            {
                var body = new { allows_parallel_viewings = random.Next(2) == 0 };
                await Try("change", random, node => agent.At(node).Patch($"properties/{_properties[0]}", body), ["viewings_overlap"]);
            }
        }
    }

    /// <summary>Holds lapse after ten minutes at the least: their time is made to run out instead, at any moment, for whoever meets them next.</summary>
    private async Task Time(Random random, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 200)), TimeProvider.System, CancellationToken.None);
            await using var run = _agency.Door.Database.CreateCommand("""
                WITH found AS (SELECT organization_id, id FROM visits.slots WHERE status = 'held' AND held_until > now() ORDER BY random() LIMIT 2 FOR UPDATE SKIP LOCKED),
                     over AS (UPDATE visits.bookings b SET held_until = now() FROM found f
                              WHERE b.organization_id = f.organization_id AND b.slot_id = f.id AND b.status = 'held' RETURNING b.slot_id, b.id),
                     due AS (UPDATE events.jobs j SET due_at = now() + interval '300 ms' FROM over WHERE j.kind = 'visits.lapse_hold' AND j.key = over.id::text)
                UPDATE visits.slots s SET held_until = now() FROM over WHERE s.id = over.slot_id
                """);
            try
            {
                await run.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (Exception broken) when (broken is Npgsql.PostgresException || (Witness.MayBeInterrupted && broken is Npgsql.NpgsqlException or IOException))
            {
                // in somebody's way, or cut off with everybody else: the next one may do
            }
        }
    }

    private async Task Applicant(Person applicant, Random random, CancellationToken until)
    {
        var mine = new List<Guid>();
        while (!until.IsCancellationRequested)
        {
            var newest = Volatile.Read(ref _opened);
            var slot = _recent[(newest - random.Next(Math.Min(newest + 1, random.Next(2) == 0 ? 4 : _recent.Length))) % _recent.Length];
            var choice = random.Next(100);
            if (slot == default)
            {
                await Task.Yield();
            }
            else if (choice < 20)
            {
                await Try("hold", random, node => applicant.At(node).Holds(slot, 10 + random.Next(50)),
                    ["slot_held", "slot_taken", "slot_cancelled", "applicant_busy", "too_many_holds"]);
            }
            else if (choice < 25)
            {
                await Try("release", random, node => applicant.At(node).Releases(slot), []);
            }
            else if (mine.Count == 0 || choice < 65)
            {
                await Create("book", random, Witness.Bookings, (node, key) => applicant.At(node).Books(slot, key: key),
                    ["slot_taken", "slot_held", "slot_cancelled", "applicant_busy"], mine.Add, until);
            }
            else
            {
                var booking = mine[random.Next(mine.Count)];
                if (await Try("cancel booking", random, node => applicant.At(node).CancelsBooking(booking), ["cancelled_by_agent"]) is { } answer && answer.Code < 500)
                {
                    Witness.CancelledBookings[booking] = true;
                    mine.Remove(booking);
                }
            }
        }
    }

    /// <summary>Creates with a key, as a careful client does: one that was cut off, or told 503, asks again with the same key.</summary>
    private async Task Create(
        string deed, Random random, ConcurrentDictionary<Guid, bool> seen, Func<IFrontDoor, string, Task<Answer>> ask, string[] expected, Action<Guid> created,
        CancellationToken until)
    {
        var key = $"{Guid.CreateVersion7()}";
        if (random.Next(10) == 0)
        {
            // impatient: twice at once, perhaps at two nodes
            var twins = await Task.WhenAll(Try(deed, random, node => ask(node, key), expected), Try(deed, random, node => ask(node, key), expected));
            var ids = twins.OfType<Answer>().Where(answer => answer.Code == 201).Select(answer => answer.Id).ToHashSet();
            if (ids.Count > 1)
            {
                Witness.Unexpected.Enqueue($"{deed}: one key made {string.Join(" and ", ids)}");
            }
        }

        do
        {
            if (await Try(deed, random, node => ask(node, key), expected) is not { } answer || Witness.IsRetriable(answer))
            {
                continue;
            }

            if (answer.Code == 201)
            {
                seen[answer.Id] = true;
                created(answer.Id);
            }

            return;
        }
        while (!until.IsCancellationRequested);
    }

    /// <summary>Null: the connection broke, so nothing is known.</summary>
    private async Task<Answer?> Try(string deed, Random random, Func<IFrontDoor, Task<Answer>> ask, string[] expected)
    {
        try
        {
            var answer = await ask(_nodes[random.Next(_nodes.Length)]);
            Witness.Hear(deed, answer, expected);
            return answer;
        }
        catch (Exception broken) when (Witness.MayBeInterrupted && broken is HttpRequestException or IOException)
        {
            Witness.HearNothing(deed);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            return null;
        }
    }
}
