using Doorward.Support.Copilot.Lookups;

namespace Doorward.Support.Copilot;

/// <summary>The second step: what the agency's own documents say about it.</summary>
internal static class Retrieve
{
    private static readonly string[] NeedNone = ["thanks", "greeting"];

    public static async Task<Evidence> For(Question question, Triaged triaged, ILookups lookups, CancellationToken cancellation)
    {
        if (NeedNone.Contains(triaged.Intent))
        {
            return Evidence.None;
        }

        var found = await lookups.Search(question.Body, triaged.Language, cancellation);
        return (Evidence.None with { Threshold = found.Threshold }).With(found.Passages.Where(passage => !passage.IsStale));
    }
}
