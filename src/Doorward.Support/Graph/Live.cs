using Doorward.GraphQL;
using Doorward.Platform.Events.Log;

namespace Doorward.Support.Graph;

/// <summary>What the subscriptions of the graph share.</summary>
internal static class Live
{
    /// <summary>Updates of one subscription that are read up at once.</summary>
    public const int MostAtOnce = 16;

    /// <summary>The argument <c>after</c>; null: from now on.</summary>
    public static LogCursor? Cursor(string? after) => after is null ? null
        : LogCursor.TryParse(after, out var cursor) ? cursor
        : throw new RefusalException(GraphQLErrorCodes.BadUserInput, "after is no cursor of a subscription. Take cursor of an update as it is, or leave it out to begin now.");

    /// <summary>Whether an event speaks of that conversation: its id stands in the state after, and nowhere else does one.</summary>
    public static bool IsOf(this LogEntry entry, string conversation) => entry.After?.Contains(conversation, StringComparison.Ordinal) ?? false;
}
