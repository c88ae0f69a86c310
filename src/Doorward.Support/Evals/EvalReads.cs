using Doorward.GraphQL.Relay;
using Doorward.Support.Conversations;
using Doorward.Support.Evals.Golden;
using Doorward.Support.Evals.Runs;
using Doorward.Support.Graph;

namespace Doorward.Support.Evals;

/// <summary>The queries about evals: staff only, each within their own agency.</summary>
internal sealed class EvalReads(EvalStore runs, GoldenSets sets, Viewer viewer)
{
    public async Task<Connection<StoredRun>> List(int? first, string? after, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        var page = PageRequest<TimeKey>.From(first, after, null, null);
        var rows = await runs.List(
            organization, page.Cursor?.At ?? DateTimeOffset.MaxValue.AddDays(-1), page.Cursor?.Id ?? Guid.AllBitsSet, page.Limit, cancellation);
        return page.Page(rows, run => new TimeKey(run.FinishedAt, run.Id));
    }

    public Task<StoredRun?> Find(Guid id, CancellationToken cancellation) => runs.Find(viewer.Staff.OrganizationId, id, cancellation);

    public async Task<Connection<StoredCase>> Cases(StoredRun run, bool failedOnly, int? first, string? after, CancellationToken cancellation)
    {
        var page = PageRequest<NumberKey>.From(first, after, null, null);
        var rows = await runs.Cases(viewer.Staff.OrganizationId, run.Id, failedOnly, page.Cursor?.Number ?? 0, page.Limit, cancellation);
        return page.Page(rows, one => new NumberKey(one.Number));
    }

    public async Task<Connection<StoredSet>> Sets(int? first, string? after, CancellationToken cancellation)
    {
        var organization = viewer.Staff.OrganizationId;
        var page = PageRequest<NameKey>.From(first, after, null, null);
        return page.Page(await sets.List(organization, page.Cursor?.Name ?? "", page.Limit, cancellation), set => new NameKey(set.Name));
    }

    private sealed record NumberKey(int Number);

    private sealed record NameKey(string Name);
}
