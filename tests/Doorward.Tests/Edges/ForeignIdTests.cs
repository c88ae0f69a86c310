using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Edges;

/// <summary>What belongs to another organization is not there: every route of the contract that takes an id, with every id of another agency.</summary>
public sealed class ForeignIdTests(Front front) : IClassFixture<Front>
{
    public static TheoryData<string> WithIdsInPath { get; } = Contract.Those(operation => operation.ParametersIn("path").Any());

    public static TheoryData<string> WithIdsInBodyOrQuery { get; } = Contract.Those(operation =>
        operation.Fields.Any(field => (string?)field.Schema["format"] == "uuid")
        || operation.ParametersIn("query").Any(parameter => (string?)parameter["schema"]!["format"] == "uuid"));

    // showNoticePreferences shows kinds and channels, and no id of anything.
    public static TheoryData<string> Lists { get; } = Contract.Those(operation =>
        operation.Method == HttpMethod.Get && !operation.IsPublic && operation.Answer(200)?["content"]?["application/json"] is not null && !operation.ParametersIn("path").Any()
        && operation.Id != "showNoticePreferences");

    [Theory]
    [MemberData(nameof(WithIdsInPath))]
    public async Task Another_agencys_id_in_the_path_is_not_found(string id)
    {
        var operation = Contract.Operations[id];
        var body = await front.GoodBody(operation);
        var before = await front.Digest();

        foreach (var token in Everybody(operation))
        {
            foreach (var theirs in front.Theirs.All)
            {
                var answer = await front.Send(operation, Front.PathOf(operation, front.Ours, theirs.ToString()), token, body);

                answer.Code.ShouldBe(404, $"{operation} with {theirs}: {answer.Body?.ToJsonString()}");
                answer.ShouldBeRefused(operation, "another agency's id");
            }
        }

        (await front.Digest()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(WithIdsInBodyOrQuery))]
    public async Task Another_agencys_id_in_the_body_or_the_query_is_refused(string id)
    {
        var operation = Contract.Operations[id];
        var path = operation.ParametersIn("path").Any() ? Front.PathOf(operation, front.Ours) : operation.Path;
        var before = await front.Digest();

        foreach (var theirs in front.Theirs.All)
        {
            foreach (var (name, _) in operation.Fields.Where(field => (string?)field.Schema["format"] == "uuid"))
            {
                var body = await front.GoodBody(operation);
                body![name] = theirs.ToString();
                (await front.Send(operation, path, front.TokenFor(operation), body)).ShouldBeRefused(operation, $"another agency's {name}");
            }

            foreach (var parameter in operation.ParametersIn("query").Where(parameter => (string?)parameter["schema"]!["format"] == "uuid"))
            {
                var answer = await front.Send(operation, $"{path}?{parameter["name"]}={theirs}", front.TokenFor(operation), null);
                answer.ShouldBeRefused(operation, $"another agency's {parameter["name"]}");
            }
        }

        (await front.Digest()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task No_list_shows_anything_of_another_agency(string id)
    {
        var operation = Contract.Operations[id];
        var ours = await front.Send(operation, $"{operation.Path}?limit=100", front.TokenFor(operation), null);
        ours.Code.ShouldBe(200);

        var text = ours.Body!.ToJsonString();
        front.Theirs.All.ShouldAllBe(theirs => !text.Contains(theirs.ToString()));
        // The test would see them if they were there: ours are.
        front.Ours.All.ShouldContain(mine => text.Contains(mine.ToString()));
    }

    private string[] Everybody(Operation operation) =>
    [
        .. operation.Codes(403).Contains("applicants_only") ? [] : new[] { front.Ours.Agency.Owner.Token! },
        .. operation.Codes(403).Contains("applicants_only") || operation.Codes(403).Contains("owners_only") ? [] : new[] { front.Ours.Agent.Token! },
        .. operation.Codes(403).Contains("staff_only") || operation.Codes(403).Contains("owners_only") ? [] : new[] { front.Ours.Applicant.Token! },
    ];
}
