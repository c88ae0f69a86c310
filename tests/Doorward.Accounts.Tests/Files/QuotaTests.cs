using Doorward.Accounts.Files;
using Doorward.Testing;

namespace Doorward.Accounts.Tests.Files;

public sealed class QuotaTests
{
    [Theory]
    [InlineData(7, 1_000_000_000L, "too_many_files")]
    [InlineData(1_000, 7_500L, "too_much_stored")]
    public async Task Announced_at_once_on_two_nodes_no_more_is_taken_than_there_is_room_for(int files, long bytes, string refusal)
    {
        var settings = new FileSettings { Folder = Path.Combine(Path.GetTempPath(), $"doorward-files-{Guid.CreateVersion7():N}"), MostFiles = files, MostBytes = bytes };
        await using var one = await Desk.Open(files: settings);
        await using var two = await Desk.Open(one.ConnectionString, files: settings);
        var ana = await (await Agency.Open(one)).Applicant("Ana");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => ana.At(n % 2 == 0 ? one : two).Announces("image/png", 1_000)));

        answers.Count(answer => answer.Code == 201).ShouldBe(7);
        answers.Where(answer => answer.Code != 201).ShouldAllBe(answer => answer.Code == 409 && answer.Outcome == refusal);
        (await one.Scalar<long>("SELECT count(*) FROM accounts.files")).ShouldBe(7);
        (await one.Scalar<bool>("SELECT (files, bytes) = (7, 7000) FROM accounts.file_usage")).ShouldBeTrue();

        var gone = answers.First(answer => answer.Code == 201).Id;
        (await Task.WhenAll(Enumerable.Range(0, 8).Select(n => ana.At(n % 2 == 0 ? one : two).Delete($"files/{gone}")))).Count(answer => answer.Code == 204).ShouldBe(1);
        (await ana.Announces("image/png", 1_000)).Code.ShouldBe(201, "there is room for one again");
        (await ana.Announces("image/png", 1_000)).Outcome.ShouldBe(refusal);
    }

    [Fact]
    public async Task One_file_larger_than_the_whole_room_is_refused()
    {
        await using var desk = await Desk.Open(files: new FileSettings { Folder = "/nowhere", MostBytes = 500 });
        var ana = await (await Agency.Open(desk)).Applicant("Ana");

        (await ana.Announces("image/png", 501)).Outcome.ShouldBe("too_much_stored");
        (await ana.Announces("image/png", 500)).Code.ShouldBe(201);
    }
}
