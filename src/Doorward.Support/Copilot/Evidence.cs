using Doorward.Support.Knowledge;

namespace Doorward.Support.Copilot;

/// <summary>All that an answer may say, each piece under a short name by which sentences refer to it.</summary>
/// <param name="Passages">From the agency's own documents: K1, K2, …</param>
/// <param name="Threshold">The score below which a passage is too weak to ground an answer in.</param>
/// <param name="Facts">Typed, from the agency's own calendar: S1 (a free slot), B1 (a visit of this customer), P1 (a property), N1 (no slot was free).</param>
internal sealed record Evidence(IReadOnlyList<NamedPassage> Passages, double Threshold, IReadOnlyList<Fact> Facts)
{
    public static Evidence None { get; } = new([], 0.4, []);

    public NamedPassage? Passage(string? name) => Passages.FirstOrDefault(passage => passage.Name == name);

    public Fact? Fact(string? name) => Facts.FirstOrDefault(fact => fact.Name == name);

    /// <summary>With what a later search found; what is there already keeps its name.</summary>
    public Evidence With(IEnumerable<Passage> passages) => this with
    {
        Passages = [.. Passages, .. passages.Where(one => Passages.All(other => (other.Passage.DocumentId, other.Passage.Start) != (one.DocumentId, one.Start)))
            .Select((passage, n) => new NamedPassage($"K{Passages.Count + n + 1}", passage))],
    };

    /// <summary>With more facts; what is there already keeps its name.</summary>
    public Evidence With(IEnumerable<Fact> facts)
    {
        var all = Facts.ToList();
        foreach (var fact in facts.Where(fact => all.All(other => (other.Kind, other.Id, other.English) != (fact.Kind, fact.Id, fact.English))))
        {
            var letter = fact.Kind switch { FactKinds.Slot => "S", FactKinds.Booking => "B", FactKinds.Property => "P", _ => "N" };
            all.Add(fact with { Name = $"{letter}{all.Count(other => other.Name.StartsWith(letter, StringComparison.Ordinal)) + 1}" });
        }

        return this with { Facts = all };
    }
}

/// <summary>A passage under its name.</summary>
internal sealed record NamedPassage(string Name, Passage Passage);

/// <summary>Something that the calendar says, with its wording in both languages: what the guard compares sentences with.</summary>
/// <param name="Id">Of the slot, booking or property.</param>
/// <param name="StartsAt">Of a slot or a visit, the wall clock's time at the property, HH:mm.</param>
/// <param name="Slot">A slot that could be offered.</param>
internal sealed record Fact(string Name, string Kind, Guid Id, string English, string Portuguese, string? StartsAt = null, OfferableSlot? Slot = null)
{
    public string In(string language) => language is "pt" ? Portuguese : English;
}

/// <summary>A free slot as a draft offers it.</summary>
internal sealed record OfferableSlot(Guid SlotId, Guid PropertyId, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>The kinds of facts.</summary>
internal static class FactKinds
{
    public const string Slot = "slot";
    public const string Booking = "booking";
    public const string Property = "property";
    public const string NoSlots = "no_slots";

    public static IReadOnlyList<string> All { get; } = [Slot, Booking, Property, NoSlots];
}
