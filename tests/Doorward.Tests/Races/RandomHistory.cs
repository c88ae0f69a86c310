using Doorward.Testing;
using Npgsql;

namespace Doorward.Tests.Races;

/// <summary>
/// Agents and applicants who open, cancel, hold, book and rebook at random, all at once, in a calendar small enough that they are in each other's
/// way all the time; some of them write to each other besides. Each calls whichever node comes to hand.
/// </summary>
internal sealed class RandomHistory
{
    private const int Hours = 16;
    private const int Writers = 4;
    private const int Reviewers = 2;

    private readonly Agency _agency;
    private readonly IFrontDoor[] _nodes;
    private readonly Deeds _deeds;
    private readonly Followers _followers;
    private readonly int _seed;
    private readonly Guid[] _recent = new Guid[128];
    private IReadOnlyList<Person> _agents = [];
    private IReadOnlyList<Person> _applicants = [];
    private Guid[] _properties = [];
    private int _opened;

    private RandomHistory(Agency agency, IFrontDoor[] nodes, int seed, Witness witness) =>
        (_agency, _nodes, _seed, Witness, _deeds, _followers) = (agency, nodes, seed, witness, new Deeds(nodes, witness), new Followers(agency, nodes));

    public Witness Witness { get; }

    /// <inheritdoc cref="Deeds.LongestPause"/>
    public TimeSpan LongestPause
    {
        set => _deeds.LongestPause = value;
    }

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

    /// <summary>All of them at once. Live clients follow from before the first deed until <see cref="Check"/>.</summary>
    public async Task Run(CancellationToken until)
    {
        await _followers.Start();
        var talk = new RandomTalk(_deeds, _applicants.Take(Writers).ToList(), _agents.Take(Reviewers).ToList(), _seed);
        await Task.WhenAll(
        [
            talk.Run(until),
            .. _agents.Select((agent, n) => Task.Run(() => Agent(agent, new Random(_seed + n), until), CancellationToken.None)),
            Task.Run(() => Time(new Random(_seed + 2000), until), CancellationToken.None),
            .. _applicants.Select((applicant, n) => Task.Run(() => Applicant(applicant, new Random(_seed + 1000 + n), until), CancellationToken.None)),
        ]);
    }

    /// <summary>Fails with every fault, as a sentence: in what it left behind, and in what live clients were told.</summary>
    /// <param name="said">What may help to understand it, such as what the nodes said.</param>
    public async Task ShouldBeTrue(NpgsqlDataSource database, params IEnumerable<string> said)
    {
        IReadOnlyList<string> faults = [.. await HistoryChecker.Check(database, Witness), .. await _followers.Finish(database)];
        if (faults.Count > 0)
        {
            // The faults last: of a long text the end is what is kept.
            Assert.Fail(string.Join('\n', [.. said, $"{faults.Count} faults in a history of {Witness.Total} answers:", .. faults]));
        }
    }

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
                await _deeds.Create("open", random, Witness.Slots, (node, key) => agent.At(node).Opens(property, starts, minutes, key), ["agent_busy", "property_busy"], answer =>
                {
                    mine.Add(answer.Id);
                    _recent[Interlocked.Increment(ref _opened) % _recent.Length] = answer.Id;
                }, until);
            }
            else if (choice < 99)
            {
                var slot = mine[random.Next(mine.Count)];
                if (await _deeds.Try("cancel slot", random, node => agent.At(node).CancelsSlot(slot), []) is { Code: 204 })
                {
                    Witness.CancelledSlots[slot] = true;
                    mine.Remove(slot);
                }
            }
            else
            {
                var body = new { allows_parallel_viewings = random.Next(2) == 0 };
                await _deeds.Try("change", random, node => agent.At(node).Patch($"properties/{_properties[0]}", body), ["viewings_overlap"]);
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
            catch (Exception broken) when (broken is PostgresException || (Witness.MayBeInterrupted && broken is NpgsqlException or IOException))
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
                await _deeds.Try("hold", random, node => applicant.At(node).Holds(slot, 10 + random.Next(50)),
                    ["slot_held", "slot_taken", "slot_cancelled", "applicant_busy", "too_many_holds"]);
            }
            else if (choice < 25)
            {
                await _deeds.Try("release", random, node => applicant.At(node).Releases(slot), []);
            }
            else if (mine.Count == 0 || choice < 65)
            {
                await _deeds.Create("book", random, Witness.Bookings, (node, key) => applicant.At(node).Books(slot, key: key),
                    ["slot_taken", "slot_held", "slot_cancelled", "applicant_busy"], answer => mine.Add(answer.Id), until);
            }
            else
            {
                var booking = mine[random.Next(mine.Count)];
                if (await _deeds.Try("cancel booking", random, node => applicant.At(node).CancelsBooking(booking), ["cancelled_by_agent"]) is { } answer && answer.Code < 500)
                {
                    Witness.CancelledBookings[booking] = true;
                    mine.Remove(booking);
                }
            }
        }
    }
}
