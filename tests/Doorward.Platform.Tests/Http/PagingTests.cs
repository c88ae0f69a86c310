using Doorward.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Doorward.Platform.Tests.Http;

public sealed class PagingTests
{
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public void A_cursor_gives_back_its_time_to_the_microsecond()
    {
        var at = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_234_567);

        Cursor.TryRead("slots", Cursor.Of("slots", at, Id), out DateTimeOffset read, out var id).ShouldBeTrue();

        read.ShouldBe(at.AddTicks(-7));
        read.Offset.ShouldBe(TimeSpan.Zero);
        id.ShouldBe(Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Zoë 𝒜")]
    public void A_cursor_gives_back_its_text(string text)
    {
        Cursor.TryRead("people", Cursor.Of("people", text, Id), out string read, out var id).ShouldBeTrue();

        (read, id).ShouldBe((text, Id));
    }

    [Fact]
    public void A_cursor_gives_back_its_number_or_only_its_id()
    {
        Cursor.TryRead("log", Cursor.Of("log", -5L, Id), out long number, out _).ShouldBeTrue();
        number.ShouldBe(-5L);
        Cursor.TryRead("log", Cursor.Of("log", Id), out var id).ShouldBeTrue();
        id.ShouldBe(Id);
    }

    [Fact]
    public void Another_lists_cursor_is_refused() =>
        Cursor.TryRead("bookings", Cursor.Of("slots", 5L, Id), out long _, out _).ShouldBeFalse();

    [Fact]
    public void A_cursor_of_another_kind_is_refused() =>
        Cursor.TryRead("slots", Cursor.Of("slots", "Ana", Id), out DateTimeOffset _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("AAAA")]
    [InlineData("eyJhIjoxfQ==")]
    public void Garbage_is_refused(string? garbage) => Cursor.TryRead("slots", garbage, out DateTimeOffset _, out _).ShouldBeFalse();

    [Fact]
    public void Every_shortened_and_every_overlong_cursor_is_refused()
    {
        var whole = Cursor.Of("slots", 5L, Id);
        for (var length = 0; length < whole.Length; length++)
        {
            Cursor.TryRead("slots", whole[..length], out long _, out _).ShouldBeFalse();
        }

        Cursor.TryRead("slots", new string('A', 100_000), out long _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_forged_cursor_never_carries_what_the_database_refuses()
    {
        Cursor.TryRead("slots", Cursor.Of("slots", long.MaxValue, Id), out DateTimeOffset _, out _).ShouldBeFalse();
        Cursor.TryRead("slots", Cursor.Of("slots", long.MinValue, Id), out DateTimeOffset _, out _).ShouldBeFalse();
        Cursor.TryRead("slots", Cursor.Of("slots", "a\0b", Id), out string _, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_page_has_a_next_cursor_only_when_there_is_more()
    {
        Page.Of([1, 2, 3], 2, row => $"after {row}").NextCursor.ShouldBe("after 2");
        Page.Of([1, 2, 3], 2, row => $"after {row}").Items.ShouldBe([1, 2]);
        Page.Of([1, 2], 2, row => $"after {row}").NextCursor.ShouldBeNull();
        Page.Of(Array.Empty<int>(), 2, row => $"after {row}").NextCursor.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "20")]
    [InlineData("?limit=1", "1")]
    [InlineData("?limit=100", "100")]
    public async Task A_limit_within_bounds_is_taken(string query, string taken)
    {
        await using var edge = await OpenList();

        (await edge.Get("/list" + query)).Text.ShouldBe(taken);
    }

    [Theory]
    [InlineData("?limit=0", "limit_invalid")]
    [InlineData("?limit=-1", "limit_invalid")]
    [InlineData("?limit=101", "limit_invalid")]
    [InlineData("?limit=ten", "malformed_request")]
    [InlineData("?limit=1.5", "malformed_request")]
    [InlineData("?cursor=garbage", "cursor_invalid")]
    public async Task A_limit_or_cursor_that_cannot_be_used_is_a_400(string query, string code)
    {
        await using var edge = await OpenList();

        (await edge.Get("/list" + query)).ShouldRefuse(400, code);
    }

    private static Task<Edge> OpenList() => Edge.Open(app => app.MapGet("/list", ([AsParameters] PageQuery page) =>
        page.Refusal?.AsProblem() as IResult
        ?? (page.Cursor is not null && !Cursor.TryRead("list", page.Cursor, out DateTimeOffset _, out _)
            ? Cursor.Invalid.AsProblem()
            : TypedResults.Ok(page.Take))));
}
