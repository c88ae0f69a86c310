using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Platform.Tests.Http;

public sealed class OpenApiTests
{
    public enum Level
    {
        Low,
        VeryHigh,
    }

    public sealed record Ask(string Name, DateTimeOffset At, Level Level, int Count, string? Notes = null, DateTimeOffset? Until = null);

    // as a delegate: a plain call would be intercepted by the XML comment generator, which this project has not switched on
    private static readonly Func<IServiceCollection, IServiceCollection> AddOpenApi = OpenApiServiceCollectionExtensions.AddOpenApi;

    [Fact]
    public async Task Our_converters_keep_their_types_in_the_contract()
    {
        await using var edge = await Edge.Open(
            app =>
            {
                app.MapOpenApi();
                app.MapPost("/asks", (Ask ask) => TypedResults.Ok(ask));
                app.MapGet("/asks", ([AsParameters] PageQuery page) => TypedResults.Ok(page.Take));
            },
            register: builder => AddOpenApi(builder.Services));

        var document = (await edge.Get("/openapi/v1.json")).Json;

        var ask = document.GetProperty("components").GetProperty("schemas").GetProperty("Ask").GetProperty("properties");
        ask.GetProperty("name").GetProperty("type").GetString().ShouldBe("string");
        ask.GetProperty("notes").GetProperty("type").EnumerateArray().Select(type => type.GetString()).ShouldBe(["null", "string"]);
        ask.GetProperty("until").GetProperty("type").EnumerateArray().Select(type => type.GetString()).ShouldBe(["null", "string"]);
        ask.GetProperty("at").GetProperty("type").GetString().ShouldBe("string");
        ask.GetProperty("at").GetProperty("format").GetString().ShouldBe("date-time");
        ask.GetProperty("count").GetProperty("type").GetString().ShouldBe("integer");
        document.GetProperty("components").GetProperty("schemas").GetProperty("Level").GetRawText().ShouldContain("very_high");
        var limit = document.GetProperty("paths").GetProperty("/asks").GetProperty("get").GetProperty("parameters")[0];
        limit.GetProperty("name").GetString().ShouldBe("limit");
        limit.GetProperty("schema").GetProperty("maximum").GetInt32().ShouldBe(100);
        document.GetProperty("paths").TryGetProperty("/health/ready", out _).ShouldBeTrue();
    }
}
