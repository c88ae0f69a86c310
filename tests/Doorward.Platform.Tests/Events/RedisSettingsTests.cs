using Doorward.Platform.Configuration;
using Doorward.Platform.Events.Redis;

namespace Doorward.Platform.Tests.Events;

public sealed class RedisSettingsTests
{
    private readonly SettingsProblems _problems = new();

    [Fact]
    public void A_url_is_enough()
    {
        var settings = Read(("REDIS_URL", "redis://:secret@cache:7000/2")).ShouldNotBeNull();

        (settings.Server.Host, settings.Server.Port, settings.Server.Database, settings.Server.ClientName).ShouldBe(("cache", 7000, 2, "doorward"));
        (settings.Prefix, settings.Retention, settings.LongestStream).ShouldBe(("", TimeSpan.FromDays(7), null));
        _problems.All.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_published_without_one() => Read().ShouldBeNull();

    [Fact]
    public void Names_and_limits_are_settings()
    {
        var settings = Read(
            ("REDIS_URL", "unix:///run/redis.sock"), ("DOORWARD_REDIS__PREFIX", "lisbon:"), ("DOORWARD_REDIS__RETENTION_HOURS", "0"), ("DOORWARD_REDIS__STREAM_ENTRIES", "5000"))!;

        (settings.KeyOf("messages"), settings.Retention, settings.LongestStream).ShouldBe(("lisbon:messages", null, 5000));
    }

    [Fact]
    public void What_cannot_be_used_is_said_together_and_without_the_password()
    {
        Read(("REDIS_URL", "http://topsecret@cache"), ("DOORWARD_REDIS__PREFIX", "a b"), ("DOORWARD_REDIS__RETENTION_HOURS", "-1")).ShouldBeNull();

        _problems.All.Select(problem => problem.Setting).ShouldBe(["DOORWARD_REDIS__RETENTION_HOURS", "DOORWARD_REDIS__PREFIX", "REDIS_URL"]);
        _problems.All.ShouldAllBe(problem => !problem.Wrong.Contains("topsecret"));
    }

    private RedisSettings? Read(params (string Name, string Value)[] environment) =>
        RedisSettings.Read(SettingsSources.Load(environment.ToDictionary(one => one.Name, one => one.Value), "/", _problems));
}
