using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Drafting;
using Doorward.Support.Knowledge;

namespace Doorward.Support.Tests.Copilot;

/// <summary>Which sentences of what was found an answer without a model is made of.</summary>
public sealed class QuotesTests
{
    private const string Office = "Our office is at Rua do Carmo 27. The nearest metro station is Baixa-Chiado.";
    private const string Hours = "Monday to Friday 9:30 to 18:30, Saturday 10:00 to 13:00. Closed on Sundays.";

    [Fact]
    public void What_stands_below_the_heading_that_was_asked_for_answers_in_other_words() =>
        Said("What are your opening hours?", ("Office and opening hours", "", Office), ("Office and opening hours", "Hours", Hours))
            .ShouldBe(["Monday to Friday 9:30 to 18:30, Saturday 10:00 to 13:00.", "Closed on Sundays."]);

    [Fact]
    public void A_heading_that_has_half_of_what_was_asked_says_nothing() =>
        Said("Is a dog welcome in the flat?", ("Rua das Flores 12", "The flat", "Living room of 22 m² with a balcony. Two bedrooms.")).ShouldBeEmpty();

    [Fact]
    public void Where_the_first_passage_has_nothing_of_it_the_second_may() =>
        Said("May I have a dog in the flat?", ("Rua das Flores 12", "The flat", "Living room of 22 m² with a balcony."), ("Pets", "Guide dogs", "Guide dogs are always welcome."))
            .ShouldBe(["Guide dogs are always welcome."]);

    [Fact]
    public void One_and_many_are_the_same_word() =>
        Said("Are keys extra?", ("Moving in", "On the day", "Bring your passport. A second key costs €12.")).ShouldBe(["A second key costs €12."]);

    [Fact]
    public void Half_a_sentence_is_no_quote() =>
        Said("Do you allow pets?", ("Pets", "", "Whether pets may live in a home is for its owner to say: look at the page of the home.\n\nWhere pets are allowed:\n\n- At most two pets."))
            .ShouldBe(["Whether pets may live in a home is for its owner to say: look at the page of the home.", "At most two pets."]);

    private static IReadOnlyList<string> Said(string question, params (string Title, string Heading, string Text)[] passages) =>
    [
        .. Quotes.From(question, Evidence.None.With(passages.Select((one, n) => new Passage(Guid.CreateVersion7(), 1, one.Title, one.Heading, one.Text, 0, one.Text.Length, 0.9 - (0.1 * n), false))))
            .Select(citation => citation.Quote),
    ];
}
