using Doorward.Platform.Http;

namespace Doorward.Platform.Tests.Http;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z")]
    [InlineData("2026-11-21t09:00:00z", "2026-11-21T09:00:00Z")]
    [InlineData("2026-11-21T09:00:00+01:00", "2026-11-21T08:00:00Z")]
    [InlineData("2026-11-21T23:30:00-23:59", "2026-11-22T23:29:00Z")]
    [InlineData("2026-11-21T09:00:00.123456789Z", "2026-11-21T09:00:00.123456Z")]
    [InlineData("2026-11-21T09:00:00.10Z", "2026-11-21T09:00:00.1Z")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z")]
    [InlineData("0001-01-02T00:00:00Z", "0001-01-02T00:00:00Z")]
    public void A_time_with_an_offset_is_read_into_utc(string text, string utc)
    {
        Rfc3339.TryParse(text, out var time).ShouldBeTrue();

        time.Offset.ShouldBe(TimeSpan.Zero);
        Rfc3339.Format(time).ShouldBe(utc);
    }

    [Theory]
    [InlineData("2026-11-21T09:00:00")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21 09:00:00Z")]
    [InlineData("2026-11-21T09:00Z")]
    [InlineData("2026-11-21T09:00:60Z")]
    [InlineData("2026-11-21T24:00:00Z")]
    [InlineData("2026-02-29T09:00:00Z")]
    [InlineData("2026-11-21T09:00:00.Z")]
    [InlineData("2026-11-21T09:00:00+0100")]
    [InlineData("2026-11-21T09:00:00+24:00")]
    [InlineData("2026-11-21T09:00:00+01:60")]
    [InlineData("2026-11-21T09:00:00+ 1:00")]
    [InlineData("2026-11-21T09:00:00ZZ")]
    [InlineData(" 2026-11-21T09:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("+10000-01-01T00:00:00Z")]
    [InlineData("٢٠٢٦-11-21T09:00:00Z")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_time_is_refused(string? text) => Rfc3339.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("ana@example.com")]
    [InlineData("ana.maria+visits@sub.example.co.uk")]
    [InlineData("o'brien@example.ie")]
    [InlineData("josé@exämple.de")]
    [InlineData("root@localhost")]
    public void An_address_people_have_is_accepted(string email) => EmailAddress.IsWellFormed(email).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("ana")]
    [InlineData("@example.com")]
    [InlineData("ana@")]
    [InlineData("ana@@example.com")]
    [InlineData("ana maria@example.com")]
    [InlineData(".ana@example.com")]
    [InlineData("ana.@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("ana@example..com")]
    [InlineData("ana@-example.com")]
    [InlineData("ana@example.com.")]
    [InlineData("ana@exa_mple.com")]
    [InlineData("ana@[127.0.0.1]")]
    [InlineData("\"a b\"@example.com")]
    [InlineData("ana@example.com\r\nBcc: all@example.com")]
    [InlineData("ana\r\n@example.com")]
    [InlineData("ana\0@example.com")]
    [InlineData("<ana@example.com>")]
    [InlineData("ana@example.com,rui@example.com")]
    public void Any_other_address_is_refused(string email) => EmailAddress.IsWellFormed(email).ShouldBeFalse();

    [Fact]
    public void An_address_has_its_limits()
    {
        EmailAddress.IsWellFormed(new string('a', 64) + "@example.com").ShouldBeTrue();
        EmailAddress.IsWellFormed(new string('a', 65) + "@example.com").ShouldBeFalse();
        EmailAddress.IsWellFormed("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5))).ShouldBeFalse();
        EmailAddress.IsWellFormed("ana\ud800@example.com").ShouldBeFalse();
    }

    [Fact]
    public void A_length_counts_characters_not_utf16_units()
    {
        TextRules.Line("𝒜𝒜𝒜", 3).ShouldBeNull();
        TextRules.Line("𝒜𝒜𝒜𝒜", 3).ShouldBe("must be at most 3 characters long.");
    }

    [Theory]
    [InlineData("Ana\r\nBcc: x")]
    [InlineData("Ana\nMaria")]
    [InlineData("Ana\tMaria")]
    [InlineData("Ana\0")]
    [InlineData("Ana\u001b[31m")]
    [InlineData("Ana\u0085")]
    [InlineData("Ana\u2028Maria")]
    [InlineData("\u200b")]
    [InlineData("\u200b \u200d")]
    public void A_line_is_one_visible_line(string text) => TextRules.Line(text, 100).ShouldNotBeNull();

    [Fact]
    public void A_lone_surrogate_is_refused()
    {
        TextRules.Line("Ana\ud800", 100).ShouldBe("contains half of a surrogate pair.");
        TextRules.Prose("\udc00Ana", 100).ShouldBe("contains half of a surrogate pair.");
    }

    [Fact]
    public void Prose_has_lines_and_tabs_but_no_other_control_characters()
    {
        TextRules.Prose("Hello,\r\n\tthere", 100).ShouldBeNull();
        TextRules.Prose("Hello\0", 100).ShouldBe("must not contain control characters.");
        TextRules.Prose("Hello\u001b", 100).ShouldBe("must not contain control characters.");
    }

    [Fact]
    public async Task All_fields_are_told_at_once()
    {
        await using var edge = await Edge.Open(app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/", () =>
        {
            var errors = new FieldErrors();
            errors.Line("name", "  ", 10);
            errors.Email("email", "nobody");
            errors.Id("slot_id", "7");
            errors.Time("at", "noon");
            errors.OptionalLine("nickname", "ok", 10).ShouldBe("ok");
            errors.OptionalProse("notes", "   ", 10).ShouldBeNull();
            errors.Line("title", "  fine  ", 4).ShouldBe("fine");
            return errors.AsProblem();
        }));

        var answer = (await edge.Get("/")).ShouldRefuse(422, "invalid");

        answer.ErrorOf("name").ShouldBe("must not be empty.");
        answer.ErrorOf("email").ShouldBe("must be an e-mail address, such as ana@example.com.");
        answer.ErrorOf("slot_id").ShouldBe("must be a UUID.");
        answer.ErrorOf("at").ShouldBe(Rfc3339.Expectation);
        answer.Json.GetProperty("errors").EnumerateObject().Count().ShouldBe(4);
        answer.Member("detail").ShouldBe("4 fields cannot be accepted: at, email, name, slot_id.");
    }

    [Fact]
    public void Nothing_wrong_is_nothing_to_tell()
    {
        var errors = new FieldErrors();

        errors.Email("email", " Ana@Example.com ").ShouldBe("Ana@Example.com");
        errors.Line("name", "Ana", 3).ShouldBe("Ana");

        errors.Any.ShouldBeFalse();
    }
}
