using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Drafting;

namespace Doorward.Support.Tests.Copilot;

/// <summary>Every rule of the guard, with sentences that it lets pass and sentences that it stops.</summary>
public sealed class GuardTests
{
    private const string Deposit = "The deposit is two months' rent.";
    private const string Transfer = "It is paid by bank transfer within 5 days of signing.";
    private const string Returned = "We return the deposit within 30 days of the end of the tenancy.";
    private const string Dogs = "Dogs over 20 kg are not allowed.";
    private const string Pets = "Small pets are welcome, except on weekends.";
    private const string Office = "Our office at Rua do Almada 100 is open Monday to Friday from 9:30 to 18:00.";
    private const string Reach = "Write to office@doorward.example or call +351 220 000 000.";
    private const string Fee = "A holding fee of €250 is due.";
    private const string Details = "Details: https://doorward.example/fees.";

    [Theory]
    [InlineData(Deposit, Deposit)]
    [InlineData("The deposit is 2 months' rent.", Deposit)]
    [InlineData("The deposit is paid by bank transfer, within five days of signing.", Transfer)]
    [InlineData("You get the deposit back within 30 days of the end of the tenancy.", Returned)]
    [InlineData("Dogs over 20 kg are not allowed.", Dogs)]
    [InlineData("Small pets are welcome, except on weekends.", Pets)]
    [InlineData("The office is open from Monday to Friday, from 9:30 to 6pm.", Office)]
    [InlineData("You find the office at Rua do Almada 100.", Office)]
    [InlineData("Please write to office@doorward.example or call +351 220 000 000.", Reach)]
    [InlineData("Please write to office@doorward.example, or call +351220000000.", Reach)]
    [InlineData("A holding fee of 250 euros is due.", Fee)]
    [InlineData("You find the details at https://doorward.example/fees.", Details)]
    [InlineData("Almada Lettings is open Monday to Friday, Maria.", Office)]
    public void A_sentence_that_its_quote_holds_passes(string text, string quote) => Codes(Sample.Guard(Sample.Citing(text, quote))).ShouldBeEmpty();

    [Theory]
    // numbers, prices, dates and times
    [InlineData("The deposit is three months' rent.", Deposit, "number_not_in_source")]
    [InlineData("The deposit is 1 month's rent.", Deposit, "number_not_in_source")]
    [InlineData("The deposit is half the rent.", Deposit, "number_not_in_source")]
    [InlineData("A holding fee of €205 is due.", Fee, "price_not_in_source")]
    [InlineData("A holding fee of £250 is due.", Fee, "price_not_in_source")]
    [InlineData("A holding fee of 10% is due.", Fee, "percent_not_in_source")]
    [InlineData("The office is open Monday to Saturday from 9:30 to 18:00.", Office, "weekday_not_in_source")]
    [InlineData("The office is open Monday to Friday from 9:00 to 18:00.", Office, "time_not_in_source")]
    [InlineData("The office is open Monday to Friday from 9:30am to 6:30 pm.", Office, "time_not_in_source")]
    [InlineData("The office opens on 24 December.", Office, "date_not_in_source")]
    [InlineData("The office opens on 24/12.", Office, "date_not_in_source")]
    [InlineData("The office is open tomorrow.", Office, "relative_day_not_in_source")]
    [InlineData("The deposit is paid within 5 days of signing, by March.", Transfer, "date_not_in_source")]
    // addresses for mail and web, phones, places, people
    [InlineData("Please write to office@doorward-lettings.example.", Reach, "email_not_in_source")]
    [InlineData("Please call +351 220 000 001.", Reach, "phone_not_in_source")]
    [InlineData("You find the details at https://doorward.example.evil.example/fees.", Details, "url_not_in_source")]
    [InlineData("You find the details at www.doorwards.example.", Details, "url_not_in_source")]
    [InlineData("Our office is at Rua do Bonfim 100.", Office, "name_not_in_source")]
    [InlineData("Our office is open, ask for João.", Office, "name_not_in_source")]
    [InlineData("João Silva is at the office Monday to Friday.", Office, "name_not_in_source")]
    // what the source denies, or speaks not of
    [InlineData("Dogs over 20 kg are allowed.", Dogs, "denies_its_source")]
    [InlineData("Small pets are welcome.", Pets, "denies_its_source")]
    [InlineData("The deposit is not two months' rent.", Deposit, "denies_its_source")]
    [InlineData("Smoking cigars indoors pleases every neighbour.", Deposit, "words_not_in_source")]
    public void A_sentence_that_its_quote_does_not_hold_is_stopped(string text, string quote, string code) =>
        Codes(Sample.Guard(Sample.Citing(text, quote))).ShouldContain(code);

    [Theory]
    [InlineData("The deposit is one month's rent.", "quote_not_in_document")]   // invented
    [InlineData("the deposit is two months' rent.", "quote_not_in_document")]   // not word for word
    [InlineData("rent", "quote_of_no_use")]
    [InlineData("", "quote_of_no_use")]
    public void A_quote_that_does_not_stand_in_the_document_is_stopped(string quote, string code) =>
        Codes(Sample.Guard(Sample.Citing("The deposit is one month's rent.", quote))).ShouldContain(code);

    [Fact]
    public void A_quote_is_looked_for_in_the_stored_version_and_nowhere_else()
    {
        var whole = Citation.Of(Sample.Evidence.Passages[0], Deposit);
        Codes(Sample.Guard(Sentence.Citing(Deposit, whole with { Start = whole.Start + 1, End = whole.End + 1 }))).ShouldContain("quote_not_in_document");
        Codes(Sample.Guard(Sentence.Citing(Deposit, whole with { Version = 2 }))).ShouldContain("no_such_passage");
        Codes(Sample.Guard(Sentence.Citing(Deposit, whole with { PassageName = "K9" }))).ShouldContain("no_such_passage");
        Codes(Sample.Guard(Sentence.Citing(Deposit, whole with { DocumentId = Guid.CreateVersion7() }))).ShouldContain("no_such_passage");
        Codes(Sample.Guard(Sentence.Citing(Deposit, whole with { Start = 1_000_000, End = 1_000_032 }))).ShouldContain("quote_not_in_document");
    }

    [Fact]
    public void A_document_past_its_date_is_not_cited()
    {
        var stale = Evidence.None.With([Sample.Passage with { IsStale = true }]);
        Codes(Sample.Guard(new Answer([Sentence.Citing(Deposit, Citation.Of(stale.Passages[0], Deposit))], [], 1), evidence: stale)).ShouldContain("stale_document");
    }

    [Fact]
    public void A_sentence_rests_on_one_thing()
    {
        Codes(Sample.Guard(new Sentence(Deposit, false, null, null))).ShouldContain("no_single_source");
        Codes(Sample.Guard(new Sentence(Deposit, true, Citation.Of(Sample.Evidence.Passages[0], Deposit), null))).ShouldContain("no_single_source");
        Codes(Sample.Guard(Sentence.Stating("There is a visit.", "S7"))).ShouldContain("no_such_fact");
        Codes(Sample.Guard(Sentence.Stating(" ", "S1"))).ShouldContain("empty_sentence");
    }

    [Theory]
    [InlineData("You could visit Rua das Flores 12 on Saturday 28 November at 10:00.", "S1")]
    [InlineData("You could visit Rua das Flores 12 on 28/11/2026, from 10am to 10:30.", "S1")]
    [InlineData("Your visit on Wednesday 25 November at 3pm is confirmed.", "B1")]
    [InlineData("Rua das Flores 12 is at 4050-262 Porto.", "P1")]
    [InlineData("There is no visit left at the time that you asked for.", "N1")]
    public void A_sentence_that_its_fact_holds_passes(string text, string fact) => Codes(Sample.Guard(Sentence.Stating(text, fact))).ShouldBeEmpty();

    [Theory]
    [InlineData("You could visit on Sunday 29 November at 10:00.", "S1", "date_not_in_source")]
    [InlineData("You could visit on Saturday 28 November at 11:00.", "S1", "time_not_in_source")]
    [InlineData("You could visit on Saturday 28 November at 10:30.", "S1", "time_is_not_the_beginning")]
    [InlineData("You could visit on Friday 28 November at 10:00.", "S1", "weekday_not_in_source")]
    [InlineData("You could visit Rua do Bonfim 12 on Saturday.", "S1", "name_not_in_source")]
    [InlineData("You could visit next week.", "S1", "relative_day_not_in_source")]
    [InlineData("Your visit on 25 November is not confirmed.", "B1", "denies_its_source")]
    [InlineData("Rua das Flores 12 has 3 rooms.", "P1", "number_not_in_source")]
    [InlineData("Ana Agent shows you Rua das Flores 12.", "S1", "name_not_in_source")]
    public void A_sentence_that_its_fact_does_not_hold_is_stopped(string text, string fact, string code) =>
        Codes(Sample.Guard(Sentence.Stating(text, fact))).ShouldContain(code);

    [Theory]
    [InlineData("Hello Maria,")]
    [InlineData("Thank you for your message.")]
    [InlineData("Please do not hesitate to write back.")]
    [InlineData("Kind regards, Almada Lettings")]
    public void A_courtesy_passes(string text) => Codes(Sample.Guard(Sentence.Courteous(text))).ShouldBeEmpty();

    [Theory]
    [InlineData("Yes, of course.")]
    [InlineData("No.")]
    [InlineData("Pets are welcome.")]
    [InlineData("Parking is free.")]
    [InlineData("Thank you, see you on Saturday.")]
    [InlineData("Hello Pedro,")]
    [InlineData("It costs 20 euros.")]
    [InlineData("We do not mind.")]
    [InlineData("Thank you, the keys are under the mat.")]
    [InlineData("It is.")]
    public void A_courtesy_that_states_something_is_stopped(string text) => Sample.Guard(Sentence.Courteous(text)).Passed.ShouldBeFalse();

    [Theory]
    [InlineData("en", "Could I visit on Saturday morning? I would like to see the flat.")]
    [InlineData("pt", "Gostaria de visitar o apartamento, quando posso?")]
    public void The_courtesies_of_the_drafter_without_a_model_pass(string language, string body)
    {
        foreach (var phrase in Phrases.In(language).All.Append(string.Format(Phrases.In(language).HelloTo, "Maria")))
        {
            Codes(Sample.Guard(Sentence.Courteous(phrase), body)).Except(["wrong_language"]).ShouldBeEmpty(phrase);
        }
    }

    [Theory]
    [InlineData("Your visit to Rua das Flores 12 is booked.", "S1", "claims_to_have_booked")]
    [InlineData("I have booked Rua das Flores 12 for you.", "S1", "claims_to_have_booked")]
    [InlineData("A sua visita a Rua das Flores 12 está marcada.", "S1", "claims_to_have_booked")]
    [InlineData("Your visit to Rua das Flores 12 has been cancelled.", "B1", "claims_to_have_acted")]
    [InlineData("We will call you about Rua das Flores 12.", "P1", "claims_to_have_acted")]
    [InlineData("You are approved for Rua das Flores 12.", "P1", "promises_the_tenancy")]
    [InlineData("We guarantee you Rua das Flores 12.", "P1", "promises")]
    [InlineData("We can lower the rent of Rua das Flores 12.", "P1", "changes_money")]
    [InlineData("We waive the fee.", "P1", "changes_money")]
    [InlineData("Please transfer the deposit now.", "P1", "asks_for_money")]
    [InlineData("Please send us your card details.", "P1", "asks_for_money")]
    [InlineData("Rua das Flores 12 is for only couples.", "P1", "judges_people")]
    [InlineData("You have the legal right to it.", "P1", "gives_legal_advice")]
    public void What_the_policy_forbids_is_stopped(string text, string fact, string code) =>
        Sample.Guard(Sentence.Stating(text, fact)).Findings.ShouldContain(finding => finding.Code == code && finding.Badge == "policy");

    [Fact]
    public void Every_forbidden_phrase_of_the_default_policy_is_found()
    {
        foreach (var forbidden in Policy.Default.Forbidden)
        {
            forbidden.Phrases.ShouldNotBeEmpty();
            foreach (var phrase in forbidden.Phrases)
            {
                Sample.Guard(Sentence.Stating($"It {phrase.TrimEnd('*')}", "P1")).Findings.ShouldContain(finding => finding.Code == forbidden.Code, $"{forbidden.Code}: {phrase}");
            }
        }
    }

    [Fact]
    public void What_the_agency_itself_publishes_may_be_quoted_word_for_word()
    {
        const string Text = "We guarantee an answer to every application. The discount for students is 5%.";
        var evidence = Evidence.None.With([Sample.Passage with { Text = Text, Start = 0, End = Text.Length }]);
        var quote = Citation.Of(evidence.Passages[0], "We guarantee an answer to every application.");
        var texts = new Dictionary<(Guid, int), string> { [(Sample.Document, 1)] = Text };
        Guarded Check(string said) => Guard.Check(new(
            new Answer([Sentence.Citing(said, quote)], [], 1), evidence, Sample.Question(), Triage.Of("How much is the deposit?", null), Policy.Default, texts));

        Check("We guarantee an answer to every application.").Passed.ShouldBeTrue();
        Codes(Check("We guarantee an answer to your application.")).ShouldContain("promises");
    }

    [Theory]
    [InlineData("Calm down: Rua das Flores 12 is at 4050-262 Porto.", "uncivil")]
    [InlineData("Obviously, Rua das Flores 12 is at 4050-262 Porto.", "uncivil")]
    [InlineData("RUA DAS FLORES 12 IS AT 4050-262 PORTO", "too_loud")]
    [InlineData("Rua das Flores 12 is at 4050-262 Porto!!!", "too_loud")]
    [InlineData("**Rua das Flores 12** is at 4050-262 Porto.", "not_plain_text")]
    [InlineData("[Rua das Flores 12](P1) is at 4050-262 Porto.", "not_plain_text")]
    [InlineData("<b>Rua das Flores 12</b> is at 4050-262 Porto.", "not_plain_text")]
    [InlineData("Rua das Flores 12 is at\u200b 4050-262 Porto.", "not_plain_text")]
    public void What_is_not_civil_plain_text_is_stopped(string text, string code) =>
        Sample.Guard(Sentence.Stating(text, "P1")).Findings.ShouldContain(finding => finding.Code == code && finding.Badge == "tone");

    [Fact]
    public void An_answer_has_something_to_say_and_says_it_in_the_customers_language_at_a_bearable_length()
    {
        Codes(Sample.Guard(new Answer([Sentence.Courteous("Thank you for your message.")], [], 1))).ShouldContain("says_nothing");
        Codes(Sample.Guard(new Answer([Sentence.Courteous("Thank you very much for writing.")], [], 1), "Thanks a lot!")).ShouldBeEmpty();
        Codes(Sample.Guard(Sample.Citing("The deposit is two months' rent, and it is paid by bank transfer.", Deposit), "Quanto é a caução do apartamento?")).ShouldContain("wrong_language");
        var long_ = Enumerable.Repeat(Sample.Citing(Deposit, Deposit), Policy.Default.MostSentences + 1).ToList();
        Codes(Sample.Guard(new Answer(long_, [], 1))).ShouldContain("too_long");
    }

    [Fact]
    public void A_translation_is_compared_by_its_values_and_names_and_noted()
    {
        var guarded = Sample.Guard(Sample.Citing("A caução é de dois meses de renda.", Deposit), "Quanto é a caução do apartamento?");
        (guarded.Passed, guarded.IsTranslated).ShouldBe((true, true));
        Codes(Sample.Guard(Sample.Citing("A caução é de três meses de renda.", Deposit), "Quanto é a caução do apartamento?")).ShouldContain("number_not_in_source");
    }

    [Theory]
    [InlineData("The account is PT50 0002 0123 1234 5678 9015 4.", "account_or_identity")]
    [InlineData("Card 4111 1111 1111 1111 was used.", "account_or_identity")]
    [InlineData("NIF: 123456789", "account_or_identity")]
    [InlineData("Reach the agent at ana@agency.example.", "contact_of_somebody")]
    [InlineData("Reach the agent at +351 912 345 678.", "contact_of_somebody")]
    [InlineData("Another applicant has seen it.", "speaks_of_others")]
    [InlineData("O inquilino anterior saiu.", "speaks_of_others")]
    public void Personal_data_of_others_is_stopped(string text, string code) =>
        Sample.Guard(Sentence.Stating(text, "P1")).Findings.ShouldContain(finding => finding.Code == code && finding.Badge == "privacy");

    [Fact]
    public void An_offer_is_a_free_slot_that_the_answer_tells_of()
    {
        var told = Sentence.Stating("You could visit on Saturday 28 November at 10:00.", "S1");
        Codes(Sample.Guard(new Answer([told], ["S1"], 1))).ShouldBeEmpty();
        Codes(Sample.Guard(new Answer([told], ["B1"], 1))).ShouldContain("no_such_slot");
        Codes(Sample.Guard(new Answer([told], ["S9"], 1))).ShouldContain("no_such_slot");
        Codes(Sample.Guard(new Answer([told], ["S1", "S1"], 1))).ShouldContain("too_many_offers");
        Codes(Sample.Guard(new Answer([Sentence.Stating("Rua das Flores 12 is at 4050-262 Porto.", "P1")], ["S1"], 1))).ShouldContain("offer_not_told");
    }

    [Fact]
    public void A_misspelt_policy_is_refused_and_a_right_one_read()
    {
        Should.Throw<System.Text.Json.JsonException>(() => Policy.Parse("""{"treshold": 0.5}"""));
        Should.Throw<System.Text.Json.JsonException>(() => Policy.Parse("""{"threshold":7,"most_characters":1,"most_sentences":1,"hold_hours":1,"to_people":[],"urgent_to_people":[],"forbidden":[],"tone":[]}"""));
        Policy.Parse("""{"threshold":0.7,"most_characters":100,"most_sentences":5,"hold_hours":1,"to_people":["visit"],"urgent_to_people":[],"forbidden":[{"code":"x","says":"y","phrases":["z"]}],"tone":[]}""")
            .Threshold.ShouldBe(0.7);
    }

    private static IEnumerable<string> Codes(Guarded guarded) => guarded.Findings.Select(finding => finding.Code);
}
