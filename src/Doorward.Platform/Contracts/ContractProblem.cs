namespace Doorward.Platform.Contracts;

/// <summary>Something in which a value breaks its contract.</summary>
/// <param name="Code">Stable: <c>missing</c>, <c>wrong_type</c>, <c>wrong_format</c>, <c>unknown_member</c>, …</param>
/// <param name="At">Where: <c>payload.draft.sentences[0].text</c>.</param>
/// <param name="Says">What it must be. It never repeats the value, which may be anybody's.</param>
public sealed record ContractProblem(string Code, string At, string Says)
{
    /// <inheritdoc/>
    public override string ToString() => $"{At} {Says} ({Code})";
}
