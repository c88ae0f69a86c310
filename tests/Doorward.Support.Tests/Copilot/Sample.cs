using Doorward.Support.Copilot;
using Doorward.Support.Copilot.Rules;
using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Tests.Copilot;

/// <summary>An agency, a customer and what is known, for tests of the steps that need no database.</summary>
internal static class Sample
{
    public static readonly Guid Document = Guid.Parse("019379a2-0000-7000-8000-000000000001");
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public const string Text = """
        # Deposits

        The deposit is two months' rent. It is paid by bank transfer within 5 days of signing.
        We return the deposit within 30 days of the end of the tenancy.

        # Pets

        Small pets are welcome, except on weekends. Dogs over 20 kg are not allowed.

        # Office

        Our office at Rua do Almada 100 is open Monday to Friday from 9:30 to 18:00. Write to office@doorward.example or call +351 220 000 000.
        A holding fee of €250 is due. Details: https://doorward.example/fees.
        """;

    public static readonly FreeSlot Saturday = new(
        Guid.Parse("019379a2-0000-7000-8000-0000000000a1"), Guid.Parse("019379a2-0000-7000-8000-0000000000b1"), "Rua das Flores 12", "Rua das Flores 12, 4050-262 Porto",
        "Europe/Lisbon", Guid.Empty, new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 28, 10, 30, 0, TimeSpan.Zero));

    public static readonly ApplicantsVisit Visit = new(
        Guid.Parse("019379a2-0000-7000-8000-0000000000c1"), Guid.Empty, Saturday.PropertyId, Saturday.PropertyName, Saturday.Address, "Europe/Lisbon", Guid.Empty,
        new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 25, 15, 30, 0, TimeSpan.Zero), "confirmed");

    public static readonly PropertyFact Property = new(Saturday.PropertyId, Saturday.PropertyName, Saturday.Address, "Europe/Lisbon", false, true);

    public static readonly Passage Passage = new(Document, 1, "Letting guide", "Letting guide", Text, 0, Text.Length, 0.8, false);

    public static Evidence Evidence { get; } = Evidence.None.With([Passage]).With([Wording.Of(Saturday), Wording.Of(Visit), Wording.Of(Property), Wording.NothingFree]);

    public static Question Question(string body = "How much is the deposit?", Guid? applicant = null) => new(
        Guid.Parse("019379a2-0000-7000-8000-00000000000f"), "Almada Lettings", Guid.Empty, Guid.Empty, 1, body, applicant, "Maria Alves", [], Now);

    public static Sentence Citing(string text, string quote) => Sentence.Citing(text, Citation.Of(Evidence.Passages[0], quote));

    public static Guarded Guard(Answer answer, string body = "How much is the deposit?", Evidence? evidence = null) => Doorward.Support.Copilot.Guard.Check(new GuardedCase(
        answer, evidence ?? Evidence, Question(body), Triage.Of(body, null), Policy.Default, new Dictionary<(Guid, int), string> { [(Document, 1)] = Text }));

    public static Guarded Guard(Sentence sentence, string body = "How much is the deposit?") =>
        Guard(new Answer(sentence.IsCourtesy ? [sentence, Citing("The deposit is two months' rent.", "The deposit is two months' rent.")] : [sentence], [], 1), body);
}
