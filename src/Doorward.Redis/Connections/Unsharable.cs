using System.Collections.Frozen;

namespace Doorward.Redis.Connections;

/// <summary>Commands that change what a connection is, or are answered otherwise than once: on a connection that callers share, they would put everyone out of step.</summary>
internal static class Unsharable
{
    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>
    {
        ["MULTI"] = "Use Transaction.",
        ["EXEC"] = "Use Transaction.",
        ["DISCARD"] = "Use Transaction.",
        ["WATCH"] = "Use a script, or Transaction.",
        ["UNWATCH"] = "Use a script, or Transaction.",
        ["HELLO"] = "It is said when connecting.",
        ["AUTH"] = "Set RedisOptions.User and Password.",
        ["SELECT"] = "Set RedisOptions.Database.",
        ["QUIT"] = "Dispose the client.",
        ["RESET"] = "Dispose the client.",
        ["MONITOR"] = "It is answered more than once.",
        ["SYNC"] = "It is answered more than once.",
        ["PSYNC"] = "It is answered more than once.",
        ["SUBSCRIBE"] = "Use streams.",
        ["PSUBSCRIBE"] = "Use streams.",
        ["SSUBSCRIBE"] = "Use streams.",
        ["UNSUBSCRIBE"] = "Use streams.",
        ["PUNSUBSCRIBE"] = "Use streams.",
        ["SUNSUBSCRIBE"] = "Use streams.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">The command is empty, or one of those.</exception>
    public static void Refuse(ReadOnlySpan<Argument> command)
    {
        if (command.IsEmpty)
        {
            throw new ArgumentException("A command has at least its name.", nameof(command));
        }

        if (command[0].Text is { } name
            && (Instead.TryGetValue(name, out var instead) || (IsClientReply(name, command) && (instead = "It is answered otherwise than once.") is not null)))
        {
            throw new ArgumentException($"{name} cannot be sent on a shared connection. {instead}", nameof(command));
        }
    }

    private static bool IsClientReply(string name, ReadOnlySpan<Argument> command) =>
        command.Length > 1 && name.Equals("CLIENT", StringComparison.OrdinalIgnoreCase) && "REPLY".Equals(command[1].Text, StringComparison.OrdinalIgnoreCase);
}
