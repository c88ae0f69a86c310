namespace Doorward.Platform.Commands;

/// <summary>What became of a command: its outcome's code, and what it made or found, where it succeeded.</summary>
/// <param name="Code">Stable: <c>booked</c>, <c>slot_taken</c>, …</param>
/// <param name="Value">Null for a refusal.</param>
public sealed record Outcome<T>(string Code, T? Value)
    where T : class;

/// <summary>For a command whose success has nothing to show.</summary>
public sealed record Done
{
    /// <summary>The only one.</summary>
    public static Done It { get; } = new();
}
