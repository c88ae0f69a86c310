using Doorward.Support.Copilot.Rules;
using Doorward.Support.Copilot.Words;

namespace Doorward.Support.Copilot.Drafting;

/// <summary>
/// The drafter without a model: it puts together facts of the calendar and passages of the documents, word for word, and says that it does so.
/// Asked to repair, it leaves out what the guard refused.
/// </summary>
internal sealed class Composer : IDrafter
{
    public Task<Drafted> Draft(DraftRequest request, CancellationToken cancellation)
    {
        var answer = request.Before is { } before ? Without(before, request.Findings) : Compose(request);
        return Task.FromResult(new Drafted(answer, request.Evidence, []));
    }

    private static Answer Compose(DraftRequest request)
    {
        var (question, triaged, evidence) = (request.Question, request.Triaged, request.Evidence);
        var phrases = Phrases.In(triaged.Language);
        if (triaged.Intent is "thanks" or "greeting")
        {
            return new Answer([Hello(question, phrases), Sentence.Courteous(triaged.Intent is "thanks" ? phrases.YouAreWelcome : phrases.HowHelp)], [], 1);
        }

        var slots = evidence.Facts.Where(fact => fact.Kind == FactKinds.Slot).Take(OffersExist.Most).ToList();
        var others = evidence.Facts.Where(fact => fact.Kind != FactKinds.Slot && (fact.Kind != FactKinds.Property || slots.Count == 0));
        var quotes = triaged.Intent is "my_bookings" || (slots.Count > 0 && triaged.Clarity == 1) ? [] : Quotes.From(question.Body, evidence);
        var said = new List<Sentence>(others.Select(fact => Sentence.Stating(fact.In(triaged.Language), fact.Name)));
        if (quotes.Count > 0)
        {
            var foreign = WordLists.LanguageOf(quotes[0].Quote) is { } language && language != triaged.Language;
            said.Add(Sentence.Courteous(foreign ? phrases.FromForeignDocuments : phrases.FromDocuments));
            said.AddRange(quotes.Select(quote => Sentence.Citing(quote.Quote, quote)));
        }

        if (slots.Count > 0)
        {
            said.Add(Sentence.Courteous(phrases.Times));
            said.AddRange(slots.Select(slot => Sentence.Stating(slot.In(triaged.Language), slot.Name)));
        }

        return said.Count == 0
            ? new Answer([], [], 0, "Neither the documents nor the calendar say anything about it.")
            : new Answer(
                [Hello(question, phrases), Sentence.Courteous(phrases.Thanks), .. said, Sentence.Courteous(slots.Count > 0 ? phrases.WhichOne : phrases.Anything)],
                [.. slots.Select(slot => slot.Name)], 1);
    }

    private static Answer Without(Answer before, IReadOnlyList<Finding> findings)
    {
        var left = before.Sentences.Where((_, n) => findings.All(finding => finding.Sentence != n + 1)).ToList();
        var told = left.Select(sentence => sentence.FactName).ToHashSet();
        return before with { Sentences = left, Offers = [.. before.Offers.Where(told.Contains)] };
    }

    private static Sentence Hello(Question question, Phrases phrases) => Sentence.Courteous(
        question.CustomerName?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, phrases.HelloTo, first)
            : phrases.Hello);
}
