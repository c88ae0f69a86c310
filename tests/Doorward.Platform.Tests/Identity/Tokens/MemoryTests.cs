using Doorward.Platform.Identity.Tokens;

namespace Doorward.Platform.Tests.Identity.Tokens;

public class MemoryTests
{
    [Fact]
    public async Task A_token_seen_before_is_answered_at_once_without_allocating()
    {
        await using var server = await KeyServer.Publishing(Signer.Es256());
        var signer = Signer.Es256();
        server.Publishes(signer);
        var desk = server.Desk();
        var token = signer.Sign(desk.Claims());
        (await desk.SaysOf(token)).ShouldBe("verified");

        MeasureHits(desk.Verifier, token, 100).ShouldBeGreaterThanOrEqualTo(0); // warm
        MeasureHits(desk.Verifier, token, 1000).ShouldBe(0);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Many_threads_get_each_his_own_answer(string algorithm)
    {
        var (signer, forger) = (Signer.Of(algorithm), algorithm == "HS256" ? Signer.Hs256(new string('f', 32)) : Signer.Of(algorithm));
        var desk = Desk.Trusting(signer);
        var tokens = Enumerable.Range(0, 300)
            .Select(i => (Subject: $"person-{i}", Good: i % 3 > 0, Text: (i % 3 > 0 ? signer : forger).Sign(desk.Claims(("sub", $"person-{i}"))))).ToList();

        await Parallel.ForEachAsync(Enumerable.Range(0, 3000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var (subject, good, text) = tokens[i * 7 % tokens.Count];
            (await desk.Says(text)).Token?.Subject.ShouldBe(good ? subject : null);
            (await desk.SaysOf(text)).ShouldBe(good ? "verified" : "token_bad_signature");
        });
    }

    [Fact]
    public void It_forgets_rather_than_grow()
    {
        var cache = new VerdictCache();
        var tokens = Enumerable.Range(0, 50_000).Select(i => Known(i, DateTimeOffset.UnixEpoch.AddSeconds(i))).ToList();
        tokens.ForEach(cache.Remember);

        tokens.Count(known => cache.Find(known.Hash) == known).ShouldBeInRange(14_000, 16_384);
        // What expires first goes first, but for the few whose places were never in demand.
        tokens.Take(10_000).Count(known => cache.Find(known.Hash) == known).ShouldBeLessThan(200);
    }

    [Fact]
    public void The_same_token_takes_one_place()
    {
        var cache = new VerdictCache();
        var (before, after) = (Known(1, DateTimeOffset.UnixEpoch), Known(1, DateTimeOffset.UnixEpoch));
        cache.Remember(before);
        cache.Remember(after);
        cache.Find(before.Hash).ShouldBeSameAs(after);
    }

    private static long MeasureHits(TokenVerifier verifier, string token, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            var verdict = verifier.Verify(token);
            if (!verdict.IsCompletedSuccessfully || !verdict.Result.IsVerified)
            {
                return long.MaxValue;
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static KnownToken Known(int i, DateTimeOffset expires) =>
        new(TokenHash.Of(BitConverter.GetBytes(i)), new("iss", $"{i}", null, false, null, null, null, expires), null!, null!);
}
