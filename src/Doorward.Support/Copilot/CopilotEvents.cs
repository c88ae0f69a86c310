using System.ComponentModel;
using Doorward.Platform.Events.Catalogue;

namespace Doorward.Support.Copilot;

/// <summary>What the copilot alone writes to the log; that a draft was escalated or superseded is declared with the drafts.</summary>
internal static class CopilotEvents
{
    private static readonly EventTopic Drafts = new("drafts", "What the copilot proposes, and what becomes of it.") { Stream = "drafts" };

    private static readonly Guid Conversation = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c50");
    private static readonly Guid Message = Guid.Parse("019379a2-5b7c-7c3e-9a41-2f6d8e0b1c51");

    public static IEnumerable<EventType> All =>
    [
        new("draft.ready", "The copilot suggests an answer.", Drafts)
        {
            After = new Drafted("SUGGESTED", 1, Conversation, Message, 4, 0.82),
        },
        new("copilot_policy.changed", "An owner, or the operator, changed what the copilot may and may not do. The subject is the agency.", Drafts)
        {
            Before = new PolicyHolds(0), After = new PolicyHolds(1),
        },
    ];

    private sealed record PolicyHolds([property: Description("The version that holds; 0: the program's own.")] int Version);

    private sealed record Drafted(
        [property: Description("SUGGESTED.")] string Status,
        [property: Description("Its version.")] int Version,
        [property: Description("The conversation that it answers in.")] Guid ConversationId,
        [property: Description("The message that it answers.")] Guid MessageId,
        [property: Description("Its place in the queue: 7, the most urgent, to 2.")] int Rank,
        [property: Description("How sure the copilot is, 0 to 1.")] double Confidence);
}
