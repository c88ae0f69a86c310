namespace Doorward.Support.Knowledge;

/// <summary>What was found, the best first.</summary>
/// <param name="Passages">May be empty.</param>
/// <param name="IsWeak">Whether the best of them is too poor to ground an answer in.</param>
/// <param name="Threshold">The score below which it is.</param>
internal sealed record Retrieval(IReadOnlyList<Passage> Passages, bool IsWeak, double Threshold);

/// <summary>A piece of a document's version that may answer a question.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="Version">Its version that was current then.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Heading">The headings that it stands under: <c>Deposits › Getting it back</c>; empty above the first.</param>
/// <param name="Text">Its words: exactly <c>text[Start..End]</c> of the version.</param>
/// <param name="Start">Where it begins in the version's text, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Score">0 to 1: how well it fits the question.</param>
/// <param name="IsStale">Whether its document was good until a day that has passed.</param>
internal sealed record Passage(
    Guid DocumentId, int Version, string Title, string Heading, string Text, int Start, int End, double Score, bool IsStale);
