namespace Doorward.Platform.Tests.Identity.Tokens;

public class MutationTests
{
    [Theory]
    [InlineData("HS256")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Every_change_of_a_single_byte_is_refused(string algorithm)
    {
        var signer = Signer.Of(algorithm);
        var desk = Desk.Trusting(signer);
        var good = signer.Sign(desk.Claims(("email", "ana@example.pt")));
        var changed = good.ToCharArray();

        for (var at = 0; at < good.Length; at++)
        {
            for (var other = '\0'; other < 0x80; other++)
            {
                changed[at] = other;
                var refused = !(await desk.Says(new string(changed))).IsVerified;
                refused.ShouldBe(other != good[at], $"character {at} as U+{(int)other:X4}");
            }

            changed[at] = good[at];
        }
    }

    [Fact]
    public async Task Whatever_is_cut_doubled_or_mixed_is_refused_and_never_throws()
    {
        var (mine, his) = (Signer.Es256(), Signer.Es256());
        var desk = Desk.Trusting(mine);
        string[] tokens = [mine.Sign(desk.Claims()), his.Sign(desk.Claims(("sub", "rui"))), Signer.Hs256().Sign(desk.Claims())];
        var random = new Random(20300514);

        for (var round = 0; round < 20_000; round++)
        {
            var (one, two) = (tokens[random.Next(3)], tokens[random.Next(3)]);
            var (from, to) = (random.Next(one.Length + 1), random.Next(two.Length + 1));
            var mixed = random.Next(3) switch
            {
                0 => one[..from] + two[to..],
                1 => one.Insert(from, ((char)random.Next(0x250)).ToString()),
                _ => string.Join('.', one.Split('.').Concat(two.Split('.')).OrderBy(_ => random.Next()).Take(3)),
            };
            (await desk.Says(mixed)).IsVerified.ShouldBe(mixed == tokens[0], mixed);
        }
    }
}
