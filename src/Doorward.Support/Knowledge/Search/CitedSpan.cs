namespace Doorward.Support.Knowledge;

/// <summary>Words that somebody says they read in a document.</summary>
/// <param name="Heading">The headings that they say it stands under.</param>
/// <param name="Quote">Word for word.</param>
internal sealed record CitedSpan(Guid DocumentId, int Version, string Heading, string Quote);
