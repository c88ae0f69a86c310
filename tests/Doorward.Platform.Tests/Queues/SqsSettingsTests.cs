using Doorward.Platform.Configuration;
using Doorward.Platform.Queues;

namespace Doorward.Platform.Tests.Queues;

public sealed class SqsSettingsTests
{
    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/123456789012/screenings", "eu-west-1")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/screenings", "cn-north-1")]
    [InlineData("https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/screenings", "us-gov-west-1")]
    [InlineData("https://sqs.eu-central-1.api.aws/123456789012/screenings.fifo", "eu-central-1")]
    [InlineData("https://vpce-0a1b2c-d3e4.sqs.eu-west-3.vpce.amazonaws.com/123456789012/screenings", "eu-west-3")]
    [InlineData("https://ap-south-1.queue.amazonaws.com/123456789012/screenings", "ap-south-1")]
    [InlineData("https://queue.example.com/123456789012/screenings", "sa-east-1")]
    public void The_region_is_the_address_s_or_else_the_environment_s(string url, string region)
    {
        var (read, problems) = Read(("DOORWARD_SQS_URL", url), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_REGION", "sa-east-1"));

        problems.ShouldBeEmpty();
        read.ShouldNotBeNull().Region.ShouldBe(region);
        read.Credentials.ShouldBe(new SqsCredentials("AKID", "secret", null));
    }

    [Fact]
    public void A_local_server_needs_no_credentials()
    {
        var (read, problems) = Read(("DOORWARD_SQS_URL", "http://localhost:4566/000000000000/screenings"));

        problems.ShouldBeEmpty();
        read.ShouldNotBeNull().Credentials.ShouldBeNull();
    }

    [Fact]
    public void Without_an_address_there_is_no_queue_whatever_else_the_environment_holds()
    {
        var (read, problems) = Read(("AWS_ACCESS_KEY_ID", "AKID"));

        (read, problems.Count).ShouldBe((null, 0));
    }

    [Theory]
    [InlineData("screenings")]
    [InlineData("ftp://sqs.eu-west-1.amazonaws.com/1/screenings")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/")]
    [InlineData("https://user:secret@sqs.eu-west-1.amazonaws.com/1/screenings")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/1/screenings?Action=x")]
    public void What_is_no_queue_is_told(string url)
    {
        var (read, problems) = Read(("DOORWARD_SQS_URL", url));

        read.ShouldBeNull();
        problems.ShouldHaveSingleItem().Setting.ShouldBe("DOORWARD_SQS_URL");
        problems[0].Wrong.ShouldNotContain("secret");
    }

    [Fact]
    public void What_Amazon_needs_is_told_at_once()
    {
        var (_, none) = Read(("DOORWARD_SQS_URL", "https://sqs.eu-west-1.amazonaws.com/1/screenings"));
        var (_, half) = Read(("DOORWARD_SQS_URL", "http://localhost:4566/1/screenings"), ("AWS_SECRET_ACCESS_KEY", "secret"));
        var (_, nowhere) = Read(("DOORWARD_SQS_URL", "https://queue.example.com/1/screenings"), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"));

        none.Select(problem => problem.Setting).ShouldBe(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        half.Select(problem => problem.Setting).ShouldBe(["AWS_ACCESS_KEY_ID"]);
        nowhere.Select(problem => problem.Setting).ShouldBe(["AWS_REGION"]);
    }

    [Fact]
    public void A_record_does_not_print_its_secret() =>
        new SqsSettings(new Uri("https://sqs.eu-west-1.amazonaws.com/1/q"), "eu-west-1", new SqsCredentials("AKID", "hush", "hush")).ToString().ShouldNotContain("hush");

    private static (SqsSettings? Read, IReadOnlyList<SettingsProblem> Problems) Read(params (string Name, string Value)[] environment)
    {
        var problems = new SettingsProblems();
        return (SqsSettings.Read(SettingsSources.Load(environment.ToDictionary(one => one.Name, one => one.Value), "/", problems)), problems.All);
    }
}
