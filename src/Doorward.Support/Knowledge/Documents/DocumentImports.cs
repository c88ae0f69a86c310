using Doorward.GraphQL;
using Doorward.Platform.Http;
using Doorward.Support.Graph;

namespace Doorward.Support.Knowledge;

internal sealed record DocumentInput(string Path, string Text);

internal sealed record ImportDocumentsInput(IReadOnlyList<DocumentInput> Documents, string Collection, string Language, bool WithdrawMissing);

internal sealed record ImportDocumentsPayload(IReadOnlyList<ImportedDocument> Documents);

/// <summary>The mutation <c>importDocuments</c>.</summary>
internal sealed class DocumentImports(Viewer viewer, ImportDocuments imports)
{
    private const int LongestCollection = 100;

    public async Task<ImportDocumentsPayload> Import(ImportDocumentsInput input, CancellationToken cancellation)
    {
        var staff = viewer.Staff;
        var errors = new FieldErrors();
        var collection = errors.Line("collection", input.Collection, LongestCollection);
        if (errors.Any)
        {
            throw errors.AsGraph();
        }

        if (Languages.Problem(input.Language) is { } problem)
        {
            throw new RefusalException(GraphQLErrorCodes.BadUserInput, problem);
        }

        var import = new ReadImport(input.Language);
        foreach (var document in input.Documents)
        {
            if (!import.Add(document.Path, document.Text))
            {
                break;
            }
        }

        if (import.Problems.Count > 0)
        {
            throw Invalid(import.Problems);
        }

        var report = await imports.Run(
            new DocumentBatch(staff.OrganizationId, staff.PersonId, collection, import.Documents, input.WithdrawMissing, Replaces: true), cancellation);
        return report.Refusal is null ? new ImportDocumentsPayload(report.Documents) : throw Staff.NoLonger.AsGraph();
    }

    /// <summary>All of what is wrong, as text and as <c>problems: [{path, line, message}]</c>.</summary>
    private static RefusalException Invalid(IReadOnlyList<ImportProblem> problems) =>
        new("DOCUMENTS_INVALID", $"Nothing was imported. {string.Join(" ", problems)}")
        {
            Extensions = new Dictionary<string, object?>
            {
                ["problems"] = problems.Select(problem => new Dictionary<string, object?>
                {
                    ["path"] = problem.Path, ["line"] = problem.Line, ["message"] = problem.Wrong,
                }).ToList(),
            },
        };
}
