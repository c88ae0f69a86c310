using Doorward.Support.Copilot.Lookups;
using Doorward.Support.Copilot.Rules;

namespace Doorward.Support.Copilot.Drafting;

/// <summary>Writes an answer from evidence.</summary>
internal interface IDrafter
{
    /// <summary>Writes it.</summary>
    /// <exception cref="NoDraft">It could not, and why.</exception>
    Task<Drafted> Draft(DraftRequest request, CancellationToken cancellation);
}

/// <param name="Before">The answer that the guard refused; null the first time.</param>
/// <param name="Findings">What was wrong with it.</param>
internal sealed record DraftRequest(
    Question Question, Triaged Triaged, Evidence Evidence, Policy Policy, ILookups Lookups, Answer? Before, IReadOnlyList<Finding> Findings);

/// <param name="Evidence">With what the drafter looked up besides.</param>
/// <param name="Calls">Of a model, in order.</param>
internal sealed record Drafted(Answer Answer, Evidence Evidence, IReadOnlyList<ModelCall> Calls);

/// <summary>A call of a model, as it is recorded.</summary>
/// <param name="Prompt">The request's body, JSON, without the key.</param>
/// <param name="Raw">What came back, as it came.</param>
/// <param name="Outcome">answered, tool_calls, refused, malformed, unavailable, …</param>
internal sealed record ModelCall(string Model, string Prompt, string Raw, string Outcome, int PromptTokens, int AnswerTokens, double Milliseconds);

/// <summary>Nothing could be drafted: the message goes to a person at once.</summary>
/// <param name="code">Stable, such as <c>model_unavailable</c>.</param>
/// <param name="says">For people.</param>
/// <param name="calls">What was tried.</param>
internal sealed class NoDraft(string code, string says, IReadOnlyList<ModelCall> calls) : Exception(says)
{
    public string Code { get; } = code;

    public IReadOnlyList<ModelCall> Calls { get; } = calls;
}
