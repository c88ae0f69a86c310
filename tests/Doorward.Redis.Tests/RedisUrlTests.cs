namespace Doorward.Redis.Tests;

public sealed class RedisUrlTests
{
    [Theory]
    [InlineData("redis://cache", "cache", 6379, null, null, 0, false)]
    [InlineData("redis://cache:7000/3", "cache", 7000, null, null, 3, false)]
    [InlineData(" redis://:s%40cret@cache:7000 ", "cache", 7000, null, "s@cret", 0, false)]
    [InlineData("rediss://ana:p%3Aw@cache.example?db=5&protocol=2", "cache.example", 6379, "ana", "p:w", 5, true)]
    [InlineData("redis://[::1]:7000", "::1", 7000, null, null, 0, false)]
    [InlineData("redis://[::1]", "::1", 6379, null, null, 0, false)]
    [InlineData("redis://ana@cache", "cache", 6379, "ana", null, 0, false)]
    public void A_url_says_where_and_who(string url, string host, int port, string? user, string? password, int database, bool tls)
    {
        var options = RedisUrl.Parse(url);

        (options.Host, options.Port, options.User, options.Password, options.Database, options.UseTls, options.SocketPath)
            .ShouldBe((host, port, user, password, database, tls, null));
    }

    [Theory]
    [InlineData("unix:///run/redis.sock", "/run/redis.sock", 0, null)]
    [InlineData("unix:///run/redis.sock?db=2&name=door", "/run/redis.sock", 2, null)]
    [InlineData("unix://:secret@/run/a%20b.sock", "/run/a b.sock", 0, "secret")]
    public void A_socket_is_a_place_too(string url, string path, int database, string? password)
    {
        var options = RedisUrl.Parse(url);

        (options.SocketPath, options.Database, options.Password).ShouldBe((path, database, password));
    }

    [Theory]
    [InlineData("cache:6379")]
    [InlineData("http://topsecret@cache")]
    [InlineData("redis://")]
    [InlineData("redis://:topsecret@")]
    [InlineData("redis://topsecret:70000")]
    [InlineData("redis://cache/topsecret")]
    [InlineData("redis://cache?topsecret=1")]
    [InlineData("redis://cache?protocol=topsecret")]
    [InlineData("redis://cache?ca=/nowhere/topsecret.pem")]
    [InlineData("unix://topsecret")]
    public void What_is_none_is_refused_without_repeating_it(string url)
    {
        var (options, problem) = RedisUrl.TryParse(url);

        options.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain("redis://user:password@host:6379/0");
        problem.ShouldNotContain("topsecret");
    }

    [Fact]
    public void Options_do_not_show_the_password() =>
        RedisUrl.Parse("redis://ana:topsecret@cache").ToString().ShouldBe("cache:6379");
}
