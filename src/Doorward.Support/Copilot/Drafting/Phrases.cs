namespace Doorward.Support.Copilot.Drafting;

/// <summary>The courtesies of an answer without a model. They state nothing; the guard holds them to that.</summary>
internal sealed record Phrases(string Hello, string HelloTo, string Thanks, string Times, string FromDocuments, string FromForeignDocuments, string WhichOne, string Anything, string YouAreWelcome, string HowHelp)
{
    private static readonly Phrases English = new(
        "Hello,", "Hello {0},", "Thank you for your message.", "Please find below the times for a visit:", "This is what our documents say:",
        "This is what our documents say, in their original language:", "Please tell us which of these times suits you.", "Please write back if you have any other question.",
        "Thank you very much for writing.", "How can we help you?");

    private static readonly Phrases Portuguese = new(
        "Olá,", "Olá {0},", "Obrigado pela sua mensagem.", "Encontrei estes horários para uma visita:", "Isto é o que os nossos documentos dizem:",
        "Isto é o que os nossos documentos dizem, na língua original:", "Diga-nos, por favor, qual destes horários lhe convém.", "Estamos ao dispor para qualquer outra questão.",
        "Muito obrigado por escrever.", "Em que podemos ajudar?");

    public static Phrases In(string language) => language is "pt" ? Portuguese : English;

    /// <summary>All of them, for the test that the guard lets them pass.</summary>
    public IReadOnlyList<string> All => [Hello, Thanks, Times, FromDocuments, FromForeignDocuments, WhichOne, Anything, YouAreWelcome, HowHelp];
}
