using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Doorward.Testing;
using Doorward.Tests.Contracts;

namespace Doorward.Tests.Edges;

/// <summary>
/// Bad input, made from the contract: every route, every field, every parameter. Each request is good but for one thing, so that what is let
/// through would be carried out, and seen. The answer is always a 4xx of the contract, in the form of a problem, and nothing is written.
/// </summary>
public sealed class BadInputTests(Front front) : IClassFixture<Front>
{
    private readonly List<string> _wrong = [];

    public static TheoryData<string> WithBody { get; } = Contract.Those(operation => operation.Body is not null);

    public static TheoryData<string> WithPathIds { get; } = Contract.Those(operation => operation.ParametersIn("path").Any());

    public static TheoryData<string> WithQuery { get; } = Contract.Those(operation => operation.ParametersIn("query").Any());

    public static TheoryData<string> WithHeaders { get; } = Contract.Those(operation => operation.ParametersIn("header").Any());

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task Every_field_refuses_what_it_cannot_hold(string id) => NothingIsWritten(id, async (operation, path) =>
    {
        foreach (var (name, schema) in operation.Fields)
        {
            foreach (var (what, value) in BadValues.Of(schema, operation.Requires(name)))
            {
                var body = await front.GoodBody(operation);
                body![name] = "\u0001here\u0001";
                await Refuses(operation, path, Json(body.ToJsonString().Replace("\"\\u0001here\\u0001\"", value)), $"{name} with {what}");
            }
        }
    });

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task Every_required_field_is_missed(string id) => NothingIsWritten(id, async (operation, path) =>
    {
        foreach (var (name, _) in operation.Fields.Where(field => operation.Requires(field.Name)))
        {
            var body = await front.GoodBody(operation);
            body!.Remove(name);
            var answer = await Refuses(operation, path, Json(body.ToJsonString()), $"a body without {name}");
            answer.Code.ShouldBe(422);
            answer.Body!["errors"]![name].ShouldNotBeNull($"{operation} without {name}: {answer.Body.ToJsonString()}");
        }
    });

    [Theory]
    [MemberData(nameof(WithBody))]
    public Task Every_body_is_one_JSON_object_of_known_members_and_no_larger_than_allowed(string id) => NothingIsWritten(id, async (operation, path) =>
    {
        foreach (var (what, content) in BadBodies.Of((await front.GoodBody(operation))!.ToJsonString()))
        {
            await Refuses(operation, path, content, what);
        }
    });

    [Theory]
    [MemberData(nameof(WithPathIds))]
    public Task Every_path_takes_ids_only(string id) => NothingIsWritten(id, async (operation, _) =>
    {
        var real = Guid.Parse(Front.PathOf(operation, front.Ours)[(operation.Path.IndexOf('{'))..].Split('/')[0]);
        foreach (var bad in new[]
        {
            "not-a-uuid", "0", "-1", "%0a", "%ff%fe", "%ED%A0%80", "..%2f..%2fetc", "%27%20OR%201=1", new string('a', 2000), "null", "{id}",
            Guid.Empty.ToString(), real.ToString("N"), $"%7B{real}%7D", $"({real})", $"%20{real}", $"{real}%20", real.ToString()[..35], $"{real}0",
            real.ToString("X").Replace("{", "%7B").Replace("}", "%7D"),
        })
        {
            var body = operation.Body is null ? null : Json((await front.GoodBody(operation))!.ToJsonString());
            await Refuses(operation, Front.PathOf(operation, front.Ours, bad), body, $"the id {bad}");
        }
    });

    /// <summary>Kestrel itself refuses a NUL in a path, before any of ours is asked: with a bare 400.</summary>
    [Theory]
    [MemberData(nameof(WithPathIds))]
    public Task No_path_holds_a_NUL(string id) => NothingIsWritten(id, async (operation, path) =>
        (await front.Send(operation.Method, $"{path}%00", front.TokenFor(operation), null)).Code.ShouldBe(400));

    [Theory]
    [MemberData(nameof(WithQuery))]
    public Task Every_parameter_refuses_what_it_cannot_hold(string id) => NothingIsWritten(id, async (operation, path) =>
    {
        foreach (var parameter in operation.ParametersIn("query"))
        {
            foreach (var bad in BadValues.OfQuery(parameter["schema"]!.AsObject()))
            {
                await Refuses(operation, $"{path}?{parameter["name"]}={bad}", null, $"{parameter["name"]}={bad}");
            }
        }
    });

    [Theory]
    [MemberData(nameof(WithHeaders))]
    public Task Every_header_refuses_what_it_cannot_hold(string id) => NothingIsWritten(id, async (operation, path) =>
    {
        foreach (var header in operation.ParametersIn("header").Select(parameter => (string)parameter["name"]!))
        {
            foreach (var bad in new[] { "a b", "café", new string('k', 256), new string('k', 7000), "\"", "a,b c", "1-2-3", "-", "18446744073709551616-1" })
            {
                if (header == "Idempotency-Key" && bad.All(letter => letter is >= '!' and <= '~') && bad.Length <= 255)
                {
                    continue;
                }

                var body = operation.Body is null ? null : Json((await front.GoodBody(operation))!.ToJsonString());
                await Refuses(operation, path, body, $"{header}: {bad}", (header, bad));
            }
        }
    });

    private static ByteArrayContent Json(string text)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private async Task<Answer> Refuses(Operation operation, string path, HttpContent? content, string what, (string Name, string Value)? header = null)
    {
        var answer = await front.Send(operation.Method, path, front.TokenFor(operation), content, header);
        _wrong.AddRange(answer.WrongRefusals(operation, what.Length > 100 ? what[..100] : what));
        return answer;
    }

    private async Task NothingIsWritten(string id, Func<Operation, string, Task> ask)
    {
        var operation = Contract.Operations[id];
        // the token that a good body needs is a row too; it is made once
        await front.GoodBody(operation);
        var before = await front.Digest();
        await ask(operation, Front.PathOf(operation, front.Ours));
        _wrong.ShouldBeEmpty();
        (await front.Digest()).ShouldBe(before);
    }
}
