using Doorward.Platform.Configuration;
using Doorward.Visits.Applicants.Screening;

namespace Doorward.Visits.Tests.Applicants.Screening;

public sealed class ScreeningSettingsTests
{
    private const string Url = "http://localhost:4566/000000000000/screenings";

    [Fact]
    public void With_an_address_alone_there_is_a_queue_whose_events_name_their_organization()
    {
        var (read, problems) = Read(("DOORWARD_SQS_URL", Url));

        problems.ShouldBeEmpty();
        (read.Queue?.Url, read.Organization, read.Receivers, read.LettersLast).ShouldBe((new Uri(Url), null, 1, TimeSpan.FromDays(30)));
        (read.Queue!.WaitSeconds, read.Queue.VisibilitySeconds).ShouldBe((20, 30));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var (_, problems) = Read(
            ("DOORWARD_SQS_URL", "nowhere"), ("DOORWARD_SQS_ORGANIZATION", "My Lettings"), ("DOORWARD_SQS_ORGANIZATIONS", "a=b, c"),
            ("DOORWARD_SQS_RECEIVERS", "11"), ("DOORWARD_SQS_LETTER_DAYS", "0"));

        problems.Select(problem => problem.Setting).ShouldBe(
            ["DOORWARD_SQS_URL", "DOORWARD_SQS_ORGANIZATION", "DOORWARD_SQS_ORGANIZATIONS", "DOORWARD_SQS_RECEIVERS", "DOORWARD_SQS_LETTER_DAYS"], ignoreOrder: true);
    }

    [Fact]
    public void Organizations_without_a_queue_are_a_mistake() =>
        Read(("DOORWARD_SQS_ORGANIZATION", "my-lettings")).Problems.ShouldHaveSingleItem().Setting.ShouldBe("DOORWARD_SQS_URL");

    [Fact]
    public void What_the_screening_system_calls_organizations_is_read()
    {
        var (read, problems) = Read(("DOORWARD_SQS_URL", Url), ("DOORWARD_SQS_ORGANIZATIONS", "7F1C = my-lettings, other=019379a2-5b7c-7c3e-9a41-2f6d8e0b1c20"));

        problems.ShouldBeEmpty();
        read.Organizations["7f1c"].ShouldBe("my-lettings");
        read.Organizations["other"].ShouldBe("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c20");
    }

    private static (ScreeningSettings Read, IReadOnlyList<SettingsProblem> Problems) Read(params (string Name, string Value)[] environment)
    {
        var problems = new SettingsProblems();
        return (ScreeningSettings.Read(SettingsSources.Load(environment.ToDictionary(one => one.Name, one => one.Value), "/", problems)), problems.All);
    }
}
