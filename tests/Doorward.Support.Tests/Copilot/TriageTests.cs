using Doorward.Support.Copilot;

namespace Doorward.Support.Tests.Copilot;

public sealed class TriageTests
{
    [Theory]
    [InlineData("Hello, could I come and see the flat on Saturday morning?", "visit", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Olá, gostaria de visitar o apartamento amanhã de manhã.", "visit", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("I have to cancel my viewing tomorrow, sorry.", "cancel", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Preciso de desmarcar a visita de quinta.", "cancel", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("Could we move my viewing to another time?", "reschedule", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Podemos remarcar a visita?", "reschedule", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("When is my viewing?", "my_bookings", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("A que horas é a minha visita?", "my_bookings", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("How much is the deposit, and when do I pay it?", "payment", "money", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Quanto é a caução?", "payment", "money", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("Water is coming through the ceiling, there is a leak, it is an emergency!", "repair", "repairs", "NEUTRAL", "HIGH", "en")]
    [InlineData("A caldeira avariou e estamos sem água, é urgente!", "repair", "repairs", "NEUTRAL", "HIGH", "pt")]
    [InlineData("This is unacceptable, nobody answers me, I am furious.", "complaint", "complaints", "NEGATIVE", "NORMAL", "en")]
    [InlineData("Isto é inaceitável, ninguém responde.", "complaint", "complaints", "NEGATIVE", "NORMAL", "pt")]
    [InlineData("I want to speak to a human please.", "person", "general", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Quero falar com uma pessoa.", "person", "general", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("My lawyer will be in touch about this.", "legal", "complaints", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Thank you so much, that was perfect!", "thanks", "general", "POSITIVE", "LOW", "en")]
    [InlineData("Muito obrigada, foi excelente!", "thanks", "general", "POSITIVE", "LOW", "pt")]
    [InlineData("Are pets allowed? No rush.", "property", "properties", "NEUTRAL", "LOW", "en")]
    [InlineData("Não é urgente: aceitam animais?", "property", "properties", "NEUTRAL", "LOW", "pt")]
    [InlineData("Which documents do you need for the application?", "documents", "tenancy", "NEUTRAL", "NORMAL", "en")]
    [InlineData("What are your opening hours?", "office", "general", "NEUTRAL", "NORMAL", "en")]
    [InlineData("I am not happy with this.", "other", "general", "NEGATIVE", "NORMAL", "en")]
    [InlineData("Hello, can I view a flat on Tuesday morning?", "visit", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Are pets allowed? And could I see a flat next week?", "visit", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Olá, posso ver um apartamento na terça?", "visit", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("Hello, who owns the moon?", "other", "general", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Lorem ipsum dolor", "other", "general", "NEUTRAL", "NORMAL", "en")]
    [InlineData("The whole flat smells strongly of gas.", "repair", "repairs", "NEUTRAL", "HIGH", "en")]
    [InlineData("There seems to be a gas leak behind the cooker.", "repair", "repairs", "NEUTRAL", "HIGH", "en")]
    [InlineData("Está a cheirar intensamente a gás no corredor.", "repair", "repairs", "NEUTRAL", "HIGH", "pt")]
    [InlineData("One of the pipes under the sink has burst.", "repair", "repairs", "NEUTRAL", "HIGH", "en")]
    [InlineData("O cano do lava-loiça está a pingar.", "repair", "repairs", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("The heating has stopped again.", "repair", "repairs", "NEUTRAL", "HIGH", "en")]
    [InlineData("Sorry, I cannot come to my visit this afternoon.", "cancel", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Por favor desmarque a visita de sexta.", "cancel", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("Remarquem a visita para outro dia, por favor.", "reschedule", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("May we see Villa Rosa on Wednesday?", "visit", "visits", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Dava para ver a Vila Rosa na quarta?", "visit", "visits", "NEUTRAL", "NORMAL", "pt")]
    [InlineData("I have no parking permit yet, what do I do?", "property", "properties", "NEUTRAL", "NORMAL", "en")]
    [InlineData("Are three payslips enough?", "documents", "tenancy", "NEUTRAL", "NORMAL", "en")]
    [InlineData("No escritório foi excelente.", "office", "general", "POSITIVE", "NORMAL", "pt")]
    [InlineData("The agent never showed up, which is outrageous.", "other", "general", "NEGATIVE", "NORMAL", "en")]
    public void A_message_is_told_by_its_words(string body, string intent, string category, string sentiment, string urgency, string language)
    {
        var triaged = Triage.Of(body, null);
        (triaged.Intent, triaged.Category, triaged.Sentiment, triaged.Urgency, triaged.Language).ShouldBe((intent, category, sentiment, urgency, language));
    }

    [Fact]
    public void A_message_too_short_to_tell_is_answered_in_the_language_of_the_conversation() =>
        Triage.Of("OK!", "pt").Language.ShouldBe("pt");

    [Fact]
    public void What_is_plainly_said_counts_more_than_what_is_guessed()
    {
        Triage.Of("I need to cancel.", null).Clarity.ShouldBe(1);
        Triage.Of("Hmm.", null).Clarity.ShouldBeLessThan(0.5);
    }

    [Theory]
    [InlineData("I AM STILL WAITING FOR THE KEYS TO MY FLAT")]
    [InlineData("I am disappointed")]
    [InlineData("not great, not helpful")]
    public void Shouting_and_denied_praise_are_no_praise(string body) => Triage.Of(body, null).Sentiment.ShouldBe("NEGATIVE");
}
