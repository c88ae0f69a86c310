using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Support.Knowledge;

/// <summary>What happens to documents: versions and states. What they say stays in the module's own tables.</summary>
internal static class KnowledgeEvents
{
    private static readonly EventTopic Knowledge = new("knowledge", "The documents that answers are grounded in.") { Stream = "drafts" };

    public static IEnumerable<EventType> All =>
    [
        new("document.imported", "A document was imported, changed, or brought back as it was.", Knowledge)
        {
            Before = new Before(1), After = new Imported(2, Audiences.Public, Languages.Usual, new DateOnly(2027, 1, 31)),
        },
        new("document.withdrawn", "A document was missing from an import and is no longer cited.", Knowledge)
        {
            Before = new Before(2), After = new Withdrawn(new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero)),
        },
    ];

    private sealed record Before([property: Description("The version that was current.")] int Version);

    private sealed record Imported(
        [property: Description("The version that is current.")] int Version,
        [property: Description("public or internal.")] string Audience,
        [property: Description("The ISO 639 code of its language.")] string Language,
        [property: Description("The last day on which it may be believed; null: no such day.")] DateOnly? ValidUntil);

    private sealed record Withdrawn([property: Description("Since when it is no longer cited.")] DateTimeOffset WithdrawnAt);
}
