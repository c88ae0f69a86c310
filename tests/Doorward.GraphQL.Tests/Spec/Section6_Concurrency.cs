using System.Text.Json.Nodes;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Loading;
using Doorward.GraphQL.Tests.Oracle;

namespace Doorward.GraphQL.Tests.Spec;

/// <summary>6 Execution where resolvers come late: serial mutations, siblings at the same time, late nulls, loaders, allocation.</summary>
public sealed class Section6_Concurrency
{
    private readonly List<string> log = [];

    [Fact]
    public async Task Section_6_2_2_mutations_run_one_after_the_other()
    {
        var engine = new GraphEngine("type Query { a: Int } type Mutation { first: Int second: Thing third: Int } type Thing { late: Int }", new GraphDefinition()
            .Query("a", () => (int?)1)
            .Mutation("first", () => Later("first", 1))
            .Mutation("second", () => new Thing())
            .Mutation("third", () => Later("third", 3))
            .Field("Thing", "late", (Thing _) => Later("late", 2)));
        var answer = await OracleTests.Execute(engine, "mutation { first second { late } third }", null);

        answer["data"]!.ToJsonString().ShouldBe("""{"first":1,"second":{"late":2},"third":3}""");
        log.ShouldBe(["begin first", "end first", "begin late", "end late", "begin third", "end third"]);
    }

    [Fact]
    public async Task Section_6_3_siblings_of_a_query_run_at_the_same_time()
    {
        var both = new TaskCompletionSource();
        var waiting = 0;
        async Task<int?> Meet()
        {
            if (Interlocked.Increment(ref waiting) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return 1;
        }

        var engine = new GraphEngine("type Query { a: Int b: Int }", new GraphDefinition().Query("a", Meet).Query("b", Meet));
        (await OracleTests.Execute(engine, "{ a b }", null)).ToJsonString().ShouldBe("""{"data":{"a":1,"b":1}}""");
    }

    [Fact]
    public async Task Section_6_4_4_null_goes_up_to_the_nearest_field_that_may_be_null_also_when_it_comes_late()
    {
        var engine = new GraphEngine("type Query { outer: Outer other: Int } type Outer { list: [Inner!] x: Int! } type Inner { good: Int bad: Int! }", new GraphDefinition()
            .Query("outer", () => new Outer())
            .Query("other", () => Later("other", 5))
            .Field("Outer", "list", (Outer _) => new[] { new Inner(0), new Inner(1), new Inner(2) })
            .Field("Outer", "x", (Outer _) => 7)
            .Field("Inner", "good", (Inner i) => Later("good", i.Id))
            .Field("Inner", "bad", async (Inner i) =>
            {
                await Task.Yield();
                return i.Id == 1 ? throw new RefusalException("BAD", "bad") : i.Id;
            }));
        var answer = await OracleTests.Execute(engine, "{ outer { list { good bad } x } other }", null);

        answer["data"]!.ToJsonString().ShouldBe("""{"outer":{"list":null,"x":7},"other":5}""");
        answer["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["outer","list",1,"bad"]""");
    }

    [Fact]
    public async Task Loaders_batch_a_level_and_load_each_key_once_in_order()
    {
        var engine = new GraphEngine("type Query { people: [Person!]! } type Person { id: Int! boss: Person }", new GraphDefinition()
            .Query("people", () => new[] { new Person(3), new Person(1), new Person(3), new Person(13), new Person(2) })
            .Field("Person", "boss", (Person p, Bosses bosses) => bosses.Load(p.Id)));
        var services = new Services(log);
        var answer = await Execute(engine, services, "{ people { boss { id boss { id } } } }");

        log.ShouldBe(["3,1,13,2", "4"]);
        answer["data"]!["people"]!.ToJsonString().ShouldBe(
            """[{"boss":{"id":4,"boss":{"id":5}}},{"boss":{"id":2,"boss":{"id":3}}},{"boss":{"id":4,"boss":{"id":5}}},{"boss":null},{"boss":{"id":3,"boss":{"id":4}}}]""");
        answer["errors"]!.AsArray().Single()!["path"]!.ToJsonString().ShouldBe("""["people",3,"boss"]""");
    }

    [Fact]
    public async Task Requests_at_the_same_time_do_not_wait_for_each_other()
    {
        var gate = new TaskCompletionSource();
        var engine = new GraphEngine("type Query { slow: Int fast: Int }", new GraphDefinition()
            .Query("slow", async () =>
            {
                await gate.Task;
                return (int?)1;
            })
            .Query("fast", () => (int?)2));
        var slow = OracleTests.Execute(engine, "{ slow }", null);
        (await OracleTests.Execute(engine, "{ fast }", null)).ToJsonString().ShouldBe("""{"data":{"fast":2}}""");
        slow.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await slow).ToJsonString().ShouldBe("""{"data":{"slow":1}}""");
    }

    [Fact]
    public async Task A_field_that_completes_at_once_allocates_nothing_of_its_own()
    {
        var engine = new GraphEngine("type Query { items(first: Int): [Item!]! } type Item { id: Int! at: Float! isOn: Boolean! name: String key: ID! }", new GraphDefinition()
            .Query("items", (int? first) => Enumerable.Range(0, first ?? 0).Select(i => new Item(i, i / 2.0, true, "name", Guid.Empty)).ToArray()));
        var (few, many) = (await Allocated(10), await Allocated(1010));

        // an item itself (64 bytes and its place in the array) is the resolver's
        ((many - few) / 1000.0).ShouldBeLessThan(90);

        async Task<long> Allocated(int first)
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>(1 << 20);
            var request = new GraphRequest { Query = $"{{ items(first: {first}) {{ id at isOn name key }} }}" };
            var relaxed = request;
            for (var i = 0; i < 50; i++)
            {
                output.ResetWrittenCount();
                await engine.Execute(relaxed, Nothing.Provider, output);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            output.ResetWrittenCount();
            await engine.Execute(relaxed, Nothing.Provider, output);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static async Task<JsonNode> Execute(GraphEngine engine, IServiceProvider services, string query)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        await engine.Execute(new GraphRequest { Query = query }, services, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    private async Task<int?> Later(string name, int value)
    {
        lock (log)
        {
            log.Add($"begin {name}");
        }

        await Task.Yield();
        await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        lock (log)
        {
            log.Add($"end {name}");
        }

        return value;
    }

    private sealed record Thing;

    private sealed record Outer;

    private sealed record Inner(int Id);

    private sealed record Person(int Id);

    private sealed record Item(int Id, double At, bool IsOn, string Name, Guid Key);

    private sealed class Bosses(List<string> log) : DataLoader<int, Person?>
    {
        protected override Task Load(LoadBatch<int, Person?> batch, CancellationToken cancellation)
        {
            log.Add(string.Join(',', batch.Keys));
            foreach (var key in batch.Keys)
            {
                if (key == 13)
                {
                    batch.Fail(key, new RefusalException("NO", "no boss"));
                }
                else
                {
                    batch.Set(key, new Person(key + 1));
                }
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Services(List<string> log) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(List<string>) ? log : null;
    }
}
