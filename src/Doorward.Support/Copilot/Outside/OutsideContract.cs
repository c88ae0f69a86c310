using Doorward.Platform.Contracts;

namespace Doorward.Support.Copilot.Outside;

/// <summary>What a worker outside may send, as the contract tells it.</summary>
internal static class OutsideContract
{
    /// <summary>The payload of an entry with a draft.</summary>
    public static JsonContract Payload { get; } = JsonContract.Read(typeof(OutsideContract).Assembly, "Copilot/Outside/draft.schema.json");

    /// <summary>A payload that could be sent.</summary>
    public static string Example { get; } = Text("Copilot/Outside/draft.example.json");

    /// <summary>The stream.</summary>
    public static InboundChannel Stream { get; } = new(
        "drafts", "What an outside copilot proposes (DOORWARD_COPILOT=external). Doorward's own events of drafts go out on the same stream and have no draft in their payload.",
        [
            new InboundMessage(ReceivedDraft.Ready, "An outside copilot suggests an answer. Doorward's guard and its own decision come after it.", Payload, Example),
            new InboundMessage(ReceivedDraft.Escalated, "An outside copilot gives the message to people; it needs a reason, and may have sentences.", Payload, Text("Copilot/Outside/escalated.example.json")),
        ]);

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(OutsideContract).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
