using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Knowledge;

namespace Doorward.Support.Copilot.Outside;

/// <summary>
/// Finds what a draft from outside says it rests on. What cannot be found is left standing as it was said: the guard refuses it by name.
/// </summary>
internal static class OutsideSources
{
    private const string NothingFree = "nothing_free";
    private const string NothingBooked = "nothing_booked";

    public static async Task<(Answer Answer, Evidence Evidence)> Of(OutsideDraft draft, Question question, Triaged triaged, ILookups lookups, CancellationToken cancellation)
    {
        var evidence = (Evidence.None with { Threshold = Weighing.Threshold })
            .With(await Passages(draft, question, triaged, lookups, cancellation))
            .With(await Facts(draft, question, lookups, cancellation));
        var offers = (draft.Offers ?? []).Select(slot => evidence.Facts.FirstOrDefault(fact => fact.Slot?.SlotId == slot)?.Name ?? slot.ToString());
        return (new Answer([.. draft.Sentences.Select(sentence => Read(sentence, evidence))], [.. offers], draft.Confidence), evidence);
    }

    private static Sentence Read(OutsideSentence sentence, Evidence evidence) => new(
        sentence.Text.Trim(), sentence.Courtesy, sentence.Citation is { } cited ? Read(cited, evidence) : null, sentence.Fact is { } fact ? NameOf(fact, evidence) : null);

    private static Citation Read(OutsideCitation cited, Evidence evidence) =>
        evidence.Passages.Where(one => Holds(one.Passage, cited)).MaxBy(one => one.Passage.Heading == cited.Heading) is { } named
            ? Citation.Of(named, cited.Quote)
            : new Citation("", cited.DocumentId, cited.Version, cited.Heading, cited.Quote, -1, -1);

    private static bool Holds(Passage passage, OutsideCitation cited) =>
        (passage.DocumentId, passage.Version) == (cited.DocumentId, cited.Version) && passage.Text.Contains(cited.Quote, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Passage>> Passages(OutsideDraft draft, Question question, Triaged triaged, ILookups lookups, CancellationToken cancellation)
    {
        var found = new List<Passage>();
        foreach (var cited in draft.Sentences.Select(sentence => sentence.Citation).OfType<OutsideCitation>().Distinct())
        {
            var span = new CitedSpan(cited.DocumentId, cited.Version, cited.Heading, cited.Quote);
            if (await lookups.Cited(question.Body, triaged.Language, span, cancellation) is { } passage && !passage.IsStale)
            {
                found.Add(passage);
            }
        }

        return [.. found.DistinctBy(passage => (passage.DocumentId, passage.Start))];
    }

    private static async Task<IReadOnlyList<Fact>> Facts(OutsideDraft draft, Question question, ILookups lookups, CancellationToken cancellation)
    {
        var found = new List<Fact>();
        foreach (var fact in draft.Sentences.Select(sentence => sentence.Fact).OfType<OutsideFact>().Distinct())
        {
            found.AddRange(await Find(fact, question, lookups, cancellation));
        }

        return found;
    }

    private static async Task<IEnumerable<Fact>> Find(OutsideFact fact, Question question, ILookups lookups, CancellationToken cancellation) => fact.Kind switch
    {
        FactKinds.Slot when fact.StartsAt is { } starts => (await lookups.FreeSlots(new WantedSlots(null, null, starts, starts.AddSeconds(1)), cancellation)).Where(slot => slot.Id == fact.Id).Select(Wording.Of),
        FactKinds.Booking => (await lookups.Visits(question.AskedAt, cancellation)).Where(visit => visit.BookingId == fact.Id).Select(Wording.Of),
        FactKinds.Property when fact.Id is { } id => await lookups.Property(id, cancellation) is { } property ? [Wording.Of(property)] : [],
        NothingFree => (await Tools.FreeSlots(question, question.Body, null, lookups, cancellation)).Where(one => one == Wording.NothingFree),
        NothingBooked => (await Tools.Visits(question, lookups, cancellation)).Where(one => one == Wording.NothingBooked),
        _ => [],
    };

    // A name that no fact has where it could not be found.
    private static string NameOf(OutsideFact fact, Evidence evidence) => evidence.Facts.FirstOrDefault(one => fact.Kind switch
    {
        NothingFree => one.English == Wording.NothingFree.English,
        NothingBooked => one.English == Wording.NothingBooked.English,
        _ => (one.Kind, one.Id) == (fact.Kind, fact.Id),
    })?.Name ?? $"{fact.Kind} {fact.Id}".Trim();
}
