namespace Doorward.Support.Knowledge;

/// <summary>What an import did with one document.</summary>
/// <param name="Path">Its place in the collection.</param>
/// <param name="Outcome"><c>imported</c>, <c>restored</c>, <c>unchanged</c> or <c>withdrawn</c>.</param>
/// <param name="DocumentId">The document.</param>
/// <param name="Version">The version that is current, or was when it was withdrawn.</param>
public sealed record ImportedDocument(string Path, string Outcome, Guid DocumentId, int Version);

/// <summary>What became of an import: of all of it, or, where there were problems, of nothing.</summary>
/// <param name="Documents">By path; empty where there were problems.</param>
/// <param name="Problems">Why nothing was imported.</param>
/// <param name="Refusal">A stable code where it was refused as a whole: <c>no_longer_staff</c>, <c>documents_invalid</c>, <c>replaces_all</c>, …</param>
public sealed record ImportReport(IReadOnlyList<ImportedDocument> Documents, IReadOnlyList<ImportProblem> Problems, string? Refusal)
{
    /// <summary>How many came out that way.</summary>
    public int Count(string outcome) => Documents.Count(document => document.Outcome == outcome);

    /// <summary>Whether the collection had documents, and keeps none of them, in whatever version.</summary>
    internal bool ReplacesAll => Count("withdrawn") > 0 && Documents.All(document => document is { Outcome: "withdrawn" } or { Outcome: "imported", Version: 1 });

    internal static ImportReport Refused(string code, params IReadOnlyList<ImportProblem> problems) => new([], problems, code);
}
