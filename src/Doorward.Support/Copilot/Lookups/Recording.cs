using Doorward.Support.Knowledge;
using Doorward.Visits.Bookings;
using Doorward.Visits.Properties;
using Doorward.Visits.Slots;

namespace Doorward.Support.Copilot.Lookups;

/// <summary>Answers lookups from the record of a run. What was not looked up then is not there now: nothing is found.</summary>
internal sealed class Recording(IReadOnlyList<Lookup> made) : ILookups
{
    public Task<Retrieval> Search(string text, string language, CancellationToken cancellation) =>
        Task.FromResult(Find<Retrieval>(Recorder.Names.Search, Recorder.Names.Of(text, language)) ?? new Retrieval([], true, Evidence.None.Threshold));

    /// <summary>As much of a version as was found then: the passages at their places, blanks between them.</summary>
    public Task<string?> TextOf(Guid documentId, int version, CancellationToken cancellation)
    {
        var passages = made.Where(lookup => lookup.Name == Recorder.Names.Search)
            .SelectMany(lookup => lookup.As<Retrieval>()!.Passages)
            .Concat(made.Where(lookup => lookup.Name == Recorder.Names.Cited).Select(lookup => lookup.As<Passage>()).OfType<Passage>())
            .Where(passage => passage.DocumentId == documentId && passage.Version == version)
            .ToList();
        if (passages.Count == 0)
        {
            return Task.FromResult<string?>(null);
        }

        var text = new char[passages.Max(passage => passage.End)];
        Array.Fill(text, ' ');
        passages.ForEach(passage => passage.Text.CopyTo(0, text, passage.Start, passage.Text.Length));
        return Task.FromResult<string?>(new string(text));
    }

    public Task<Passage?> Cited(string question, string language, CitedSpan span, CancellationToken cancellation) =>
        Task.FromResult(Find<Passage>(Recorder.Names.Cited, Recorder.Names.Of(question, language, span)));

    public Task<IReadOnlyList<FreeSlot>> FreeSlots(WantedSlots wanted, CancellationToken cancellation) =>
        Task.FromResult(Find<IReadOnlyList<FreeSlot>>(Recorder.Names.FreeSlots, Recorder.Names.Of(wanted)) ?? []);

    public Task<IReadOnlyList<ApplicantsVisit>> Visits(DateTimeOffset from, CancellationToken cancellation) =>
        Task.FromResult(Find<IReadOnlyList<ApplicantsVisit>>(Recorder.Names.Visits, Recorder.Names.Of(from)) ?? []);

    public Task<PropertyFact?> PropertyNamed(IReadOnlyList<string> texts, CancellationToken cancellation) =>
        Task.FromResult(Find<PropertyFact>(Recorder.Names.PropertyNamed, Recorder.Names.Of([.. texts])));

    public Task<PropertyFact?> Property(Guid id, CancellationToken cancellation) => Task.FromResult(Find<PropertyFact>(Recorder.Names.Property, Recorder.Names.Of(id)));

    public Task<IReadOnlyList<string>> TimeZones(CancellationToken cancellation) => Task.FromResult(Find<IReadOnlyList<string>>(Recorder.Names.TimeZones, "") ?? []);

    private T? Find<T>(string name, string arguments)
        where T : class =>
        made.FirstOrDefault(lookup => lookup.Name == name && lookup.Arguments == arguments)?.As<T>();
}
