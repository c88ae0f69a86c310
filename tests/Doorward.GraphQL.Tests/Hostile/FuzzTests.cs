using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Doorward.GraphQL.Execution;
using Doorward.GraphQL.Schema;
using Doorward.GraphQL.Tests.Oracle;
using Doorward.GraphQL.Transport;

namespace Doorward.GraphQL.Tests.Hostile;

/// <summary>Random bytes and damaged documents: never a crash, a hang, or memory without bound. DOORWARD_FUZZ_SECONDS=120 for the long run.</summary>
public sealed class FuzzTests
{
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("DOORWARD_FUZZ_SECONDS") ?? "3");

    [Fact]
    public async Task Whatever_comes_gets_an_answer()
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("DOORWARD_FUZZ_SEED") ?? Random.Shared.Next(1, 1_000_000).ToString());
        var random = new Random(seed);
        var sdl = Schemas.All["pets"];
        var schema = GraphSchema.Parse(sdl);
        var engine = new GraphEngine(sdl, World.Define(sdl, new World { Seed = seed }));
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetTotalMemory(true);
        var (count, slowest) = (0, TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds)
        {
            var body = Body(random, schema);
            var one = Stopwatch.GetTimestamp();
            try
            {
                await Answer(engine, body);
            }
            catch (Exception crash)
            {
                Assert.Fail($"seed {seed}, input {count}: {Convert.ToBase64String(body)}\n{crash}");
            }

            slowest = Stopwatch.GetElapsedTime(one) is var took && took > slowest ? took : slowest;
            count++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} inputs from seed {seed}, the slowest took {slowest.TotalMilliseconds:F0} ms");
        slowest.TotalSeconds.ShouldBeLessThan(3, $"seed {seed}");
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(96 * 1024 * 1024, $"seed {seed}");
    }

    private static async Task Answer(GraphEngine engine, byte[] body)
    {
        if (RequestReader.TryRead(body, out var request, out _))
        {
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            await engine.Execute(request, Nothing.Provider, output).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            using var answer = JsonDocument.Parse(output.WrittenMemory);
        }

        SocketMessage.TryRead(body, out _);
    }

    private static byte[] Body(Random random, GraphSchema schema)
    {
        switch (random.Next(4))
        {
            case 0:
                var noise = new byte[random.Next(200)];
                random.NextBytes(noise);
                return noise;
            case 1:
                var text = new string([.. Enumerable.Range(0, random.Next(400)).Select(_ => (char)random.Next(1, random.Next(2) == 0 ? 127 : 0xffff))]);
                return JsonSerializer.SerializeToUtf8Bytes(new { query = text });
            default:
                var document = new DocumentGenerator(schema, random.Next(), 0.02).Generate();
                for (var i = random.Next(5); i > 0; i--)
                {
                    document = Mutations.Of(document, random.Next());
                }

                var body = JsonSerializer.SerializeToUtf8Bytes(new { query = document, variables = new { v0 = random.Next(), v1 = "x", v2 = new[] { 1 } } });
                if (random.Next(4) == 0)
                {
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                }

                return body;
        }
    }
}
