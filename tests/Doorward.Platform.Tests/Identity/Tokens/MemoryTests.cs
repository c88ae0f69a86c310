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
