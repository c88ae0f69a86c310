using System.Diagnostics;

namespace Doorward.Platform.Tests.Identity.Tokens;

/// <summary>What docs/decisions/0004 quotes. Not part of a test run: -explicit only -class …SpeedTests -showLiveOutput</summary>
public class SpeedTests(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task A_check_in_nanoseconds(string algorithm)
    {
        var signer = Signer.Of(algorithm);
        var desk = Desk.Trusting(signer);
        const int count = 3000;
        var tokens = Enumerable.Range(0, 7 * count)
            .Select(i => signer.Sign(desk.Claims(("sub", $"person-{i}"), ("email", "ana@example.pt"), ("email_verified", true)))).ToList();

        var uncached = new List<double>();
        var cached = new List<double>();
        for (var round = 0; round < 7; round++)
        {
            uncached.Add(await Nanoseconds(desk, tokens.GetRange(round * count, count), 1));
            cached.Add(await Nanoseconds(desk, tokens.GetRange(round * count, 1), 200_000));
        }

        output.WriteLine($"{algorithm}: {tokens[0].Length} characters, uncached {Median(uncached):N0} ns, cached {Median(cached):N0} ns");
    }

    private static async Task<double> Nanoseconds(Desk desk, List<string> tokens, int times)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            foreach (var token in tokens)
            {
                (await desk.Verifier.Verify(token, CancellationToken.None)).IsVerified.ShouldBeTrue();
            }
        }

        return watch.Elapsed.TotalNanoseconds / ((double)times * tokens.Count);
    }

    // The first round also compiles: it is left out.
    private static double Median(List<double> rounds) => rounds.Skip(1).Order().ElementAt(rounds.Count / 2);
}
