using Doorward.Demo;
using Doorward.Support.Copilot.Words;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Knowledge;
using Doorward.Support.Tests.Knowledge;

namespace Doorward.Support.Tests.Evals;

public sealed class GoldenSetTests
{
    private const string Good = """{"id": "a", "message": "How much?", "expected": {"intent": "payment"}}""";

    [Fact]
    public void All_that_is_wrong_is_told_at_once_each_with_its_line()
    {
        string[] lines =
        [
            Good,
            "{\"id\": \"b\", \"message\": \"x\"",
            "",
            """{"id": "a", "message": "Again", "expected": {"intent": "visit"}}""",
            """{"message": "No name", "expected": {"intent": "visit"}}""",
            """{"id": "c", "expected": {"intent": "visit"}}""",
            """{"id": "d", "message": "Nothing known"}""",
            """{"id": "e", "message": "x", "expected": {"intnet": "visit", "urgency": "high"}}""",
            """{"id": "f", "messages": ["x", {"staff": "y"}], "expected": {"routing": "answered"}}""",
            """{"id": "g", "message": "x", "expected": {"citations": "fees.md", "must": [" "]}}""",
            """{"id": "h", "message": "x", "message": "y", "expected": {"intent": "visit"}}""",
            """["no object"]""",
            """{"id": "i", "message": "x", "language": "fr", "expected": {"must_not": ["|"]}}""",
            """{"id": "j", "message": "\ud83d", "expected": {"intent": "visit"}}""",
        ];
        var problems = new GoldenReader().Read("set.jsonl", string.Join('\n', lines)).Problems.Select(problem => problem.ToString()).ToList();

        problems.Select(problem => problem.Split(':')[1]).Distinct().ShouldBe(["2", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"]);
        problems.ShouldContain("set.jsonl:4: There is a case a already. Give each its own id.");
        problems.ShouldContain(problem => problem.StartsWith("set.jsonl:8: expected.intnet is not known here"));
        problems.ShouldContain("set.jsonl:8: expected.urgency is one of HIGH, NORMAL, LOW.");
        problems.Count(problem => problem.StartsWith("set.jsonl:10:")).ShouldBe(2);
    }

    [Fact]
    public void A_conversation_is_a_message_with_what_was_said_before()
    {
        var read = new GoldenReader().Read("x", """{"id": "a", "messages": ["Is it free?", {"staff": "Yes."}, " May I see it? "], "language": "en", "expected": {"intent": "visit"}}""");

        read.Problems.ShouldBeEmpty();
        var one = read.Cases.ShouldHaveSingleItem();
        (one.Message, one.Language, string.Join('|', one.Thread.Select(turn => $"{turn.Author} {turn.Body}"))).ShouldBe(("May I see it?", "en", "CUSTOMER Is it free?|STAFF Yes."));
    }

    [Fact]
    public void The_digest_is_of_what_the_cases_say_and_not_of_their_order_or_layout()
    {
        const string Other = """{ "expected": { "intent": "visit" }, "message": "See it?", "id": "b" }""";
        byte[] Digest(params string[] lines) => new GoldenSet("x", new GoldenReader().Read("x", string.Join("\n\n", lines)).Cases).Digest;

        Digest(Good, Other).ShouldBe(Digest(Other, Good.Replace(", ", ",   ")));
        Digest(Good).ShouldNotBe(Digest(Good.Replace("How much?", "How much, please?")));
        Digest(Good).ShouldNotBe(Digest(Good.Replace("payment", "visit")));
    }

    [Theory]
    [InlineData("€12", "It is €120 a month.", false)]
    [InlineData("€12", "It is €12.50 a month.", false)]
    [InlineData("€12", "It is €12.", true)]
    [InlineData("1,000", "It is €1,000.", true)]
    [InlineData("000", "It is €1,000.", false)]
    [InlineData("two months' rent", "The deposit is TWO\n months’ rent.", true)]
    [InlineData("pet", "carpets", false)]
    [InlineData("caução", "Sem caucao.", true)]
    [InlineData("no pets|not allowed", "Pets are not allowed.", true)]
    [InlineData("€90", "90 €", false)]
    public void A_phrase_is_met_as_whole_words_and_numbers(string phrase, string answer, bool isIn) => new ExpectedPhrase(phrase).IsIn(answer).ShouldBe(isIn);

    [Theory]
    [InlineData("deposits.md", true)]
    [InlineData("Deposits", true)]
    [InlineData("deposits.md#getting it back", true)]
    [InlineData("deposits.md#How much", false)]
    [InlineData("fees.md", false)]
    [InlineData("fees.md|deposits.md", true)]
    [InlineData("posits.md", false)]
    public void A_document_is_named_by_path_or_title_and_heading(string citation, bool isIt) =>
        new ExpectedCitation(citation).Is(new Source("deposits.md", "Deposits", "Deposits › Getting it back")).ShouldBe(isIt);

    [Fact]
    public void The_demos_set_is_good_and_speaks_of_all_that_matters()
    {
        var read = DemoGolden.Read();

        read.Problems.ShouldBeEmpty();
        read.Cases.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var language in new[] { "en", "pt" })
        {
            var those = read.Cases.Where(one => one.Language == language).Select(one => one.Expected).ToList();
            those.Count(one => one is { Routing: "answered", Citations.Count: > 0 }).ShouldBeGreaterThanOrEqualTo(15, language);
            those.Count(one => one is { Intent: "other", Routing: "escalated" }).ShouldBeGreaterThanOrEqualTo(1, language);
            those.Count(one => one is { Urgency: "HIGH", Routing: "escalated" }).ShouldBeGreaterThanOrEqualTo(2, language);
            those.ShouldContain(one => one.Sentiment == "NEGATIVE" && one.Routing == "escalated", language);
            those.ShouldContain(one => one.Intent == "visit" && one.Routing == "answered", language);
            those.ShouldContain(one => one.MustNot.Count > 0, language);
        }
    }

    [Fact]
    public void No_message_of_the_demos_set_stands_in_its_documents_or_among_the_questions_on_which_the_search_was_tuned()
    {
        var known = $" {Words(string.Join('\n', DemoKnowledge.Documents.Select(document => document.Text)))} ";
        var tuned = RecallTests.Questions.Select(Words).ToHashSet();
        var messages = DemoGolden.Read().Cases.Select(one => Words(one.Message)).ToList();

        messages.Where(message => known.Contains($" {message} ", StringComparison.Ordinal)).ShouldBeEmpty();
        messages.Where(tuned.Contains).ShouldBeEmpty();
        messages.Distinct().Count().ShouldBe(messages.Count);
        known.ShouldContain($" {Words("You get the deposit back within 21 days")} ", customMessage: "the comparison itself must find what is there");
    }

    [Fact]
    public void The_cases_that_the_documents_show_are_good()
    {
        var text = File.ReadAllText(Path.Combine(DemoGolden.Root, "docs", "evals.md"));
        var shown = text.Split("```json\n")[1].Split("```")[0];
        var read = new GoldenReader().Read("evals.md", shown);

        read.Problems.ShouldBeEmpty();
        read.Cases.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("golden.txt")]
    [InlineData("questions.md")]
    public void An_import_refuses_a_golden_set_whatever_it_is_called(string path) =>
        Should.Throw<UnreadableDocument>(() => ReadDocument.Of(path, $"{Good}\n\n{Good}\n", "en")).Problem.Wrong.ShouldStartWith("It is a golden set");

    [Fact]
    public void A_document_that_shows_a_case_among_other_words_is_a_document() => ReadDocument.Of("evals.md", $"# Evals\n\n{Good}\n", "en").Text.ShouldContain(Good);

    private static string Words(string text) => string.Join(' ', new Tokens(text).Words);
}
