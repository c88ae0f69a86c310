namespace Doorward.Support.Knowledge;

/// <summary>What is looked for, and for whom.</summary>
/// <param name="Text">A question or a whole message, in its writer's words.</param>
/// <param name="Language">ISO 639 code of its language where that is known: of passages that say the same, one in it goes first.</param>
/// <param name="Audience"><see cref="Audiences.Public"/> for what a customer will read; <see cref="Audiences.Internal"/> finds everything.</param>
/// <param name="Limit">Passages at the most, 1 to 50.</param>
internal sealed record SearchQuestion(string Text, string? Language, string Audience, int Limit = 8);
