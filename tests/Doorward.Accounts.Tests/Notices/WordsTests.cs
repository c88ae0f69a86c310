using System.Text.RegularExpressions;
using System.Xml.Linq;
using Doorward.Accounts;
using Doorward.Accounts.Notices;
using Doorward.Accounts.Notices.Rendering;
using Doorward.Support;
using Doorward.Support.Knowledge.Embeddings;
using Doorward.Visits;
using Microsoft.Extensions.DependencyInjection;

namespace Doorward.Accounts.Tests.Notices;

/// <summary>Every kind in every language and form, as the program registers them.</summary>
public sealed partial class WordsTests
{
    private static readonly IReadOnlyList<NoticeKind> Kinds =
        [.. new ServiceCollection().AddAccounts().AddVisits().AddSupport(EmbeddingSettings.None).BuildServiceProvider().GetServices<NoticeKind>()];

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in Kinds)
            {
                foreach (var language in Preview.Languages)
                {
                    all.Add(kind.Name, language);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_kind_can_be_said_in_every_language_and_form(string kind, string language)
    {
        var notice = new Preview(Kinds).Render(kind, language)!;

        foreach (var text in new[] { notice.Subject, notice.Short, notice.Text, notice.Html })
        {
            text.ShouldNotBeNullOrWhiteSpace();
            text.ShouldNotContain("{{");
            text.ShouldNotContain("}}");
        }

        (notice.Subject + notice.Short).ShouldNotContain("\n");
        notice.Html.ShouldContain($"<html lang=\"{language}\">");
        notice.Html.ShouldNotContain("<script");
        // Mail clients forgive much, but a tag that is left open breaks what follows it: well-formed but for the doctype and void elements.
        Should.NotThrow(() => XDocument.Parse(Void().Replace(notice.Html.Replace("<!DOCTYPE html>", ""), "<$1$2/>")));
        var definition = Kinds.Single(one => one.Name == kind);
        notice.Html.Contains("/unsubscribe/", StringComparison.Ordinal).ShouldBe(definition.CanBeTurnedOff);
        notice.Text.Contains("/unsubscribe/", StringComparison.Ordinal).ShouldBe(definition.CanBeTurnedOff);
        (notice.CalendarTitle is not null).ShouldBe(definition.Calendar is not null);
    }

    [Fact]
    public void The_languages_say_different_things() => Kinds.ShouldAllBe(kind =>
        Preview.Languages.Select(language => new Preview(Kinds).Render(kind.Name, language)!.Subject).Distinct().Count() == Preview.Languages.Count());

    [Fact]
    public void What_people_call_themselves_is_text_in_HTML_and_one_line_everywhere()
    {
        var template = new Template("x", "<b title=\"{{name}}\">{{ name }}</b>", isHtml: true);
        template.Render(_ => "<script>\"'&\r\nx</script>").ShouldBe(
            "<b title=\"&lt;script&gt;&quot;&#x27;&amp; x&lt;/script&gt;\">&lt;script&gt;&quot;&#x27;&amp; x&lt;/script&gt;</b>");
        new Template("x", "Subject {{name}}", isHtml: false).Render(_ => "a\r\nBcc: b\u2028c").ShouldBe("Subject a Bcc: b c");
        template.Render(_ => "{{name}}").ShouldBe("<b title=\"{{name}}\">{{name}}</b>", "what is put in is not looked at again");
    }

    [Theory]
    [InlineData("{{ Name }}")]
    [InlineData("{{name")]
    [InlineData("name}}")]
    [InlineData("{{name | }}")]
    public void A_placeholder_that_is_misspelt_stops_the_program(string text) =>
        Should.Throw<InvalidOperationException>(() => new Template("words/en/x.txt", text, isHtml: false)).Message.ShouldContain("words/en/x.txt");

    [Fact]
    public void A_kind_without_words_or_with_words_for_facts_it_lacks_stops_the_program()
    {
        Should.Throw<InvalidOperationException>(() => new NoticeWords([new NoticeKind("unheard_of", "Never.", typeof(AccountsKinds), new { })]))
            .Message.ShouldContain("unheard_of.txt");
        var invitation = Kinds.Single(kind => kind.Name == "invitation");
        Should.Throw<InvalidOperationException>(() => new NoticeWords([invitation with { Example = new { } }])).Message.ShouldContain("expires_at");
        Should.Throw<InvalidOperationException>(() => new NoticeWords([invitation with { Link = null }])).Message.ShouldContain("link");
    }

    [Fact]
    public void Days_are_told_in_the_zone_of_the_place_and_the_words_of_the_reader()
    {
        var night = NodaTime.Text.LocalDatePattern.Iso.Parse("2027-03-01").Value;
        Language.All.Single(one => one.Code == "pt").DayOf(night).ShouldBe("segunda-feira, 1 de março de 2027");
        Language.All.Single(one => one.Code == "en").DayOf(night).ShouldBe("Monday, 1 March 2027");
        NoticeWords.LanguageOf("pt-BR", "en").Code.ShouldBe("pt");
        NoticeWords.LanguageOf("xx", "pt").Code.ShouldBe("pt");
        NoticeWords.LanguageOf(null, "en").Code.ShouldBe("en");
    }

    [GeneratedRegex(@"<(meta|br)([^>]*)>")]
    private static partial Regex Void();
}
