using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>Two nodes of one Doorward, both in this process, that race tests share, each test with an agency of its own.</summary>
internal static class TwoNodes
{
    private static readonly Lazy<Task<(Desk First, Desk Second)>> Shared = new(Start);

    public static Task<(Desk First, Desk Second)> Open() => Shared.Value;

    /// <summary>Two of a test's own, on a database of their own.</summary>
    public static async Task<(Desk First, Desk Second)> Start()
    {
        var first = await Desk.Open(settings: VouchingIssuer.Settings);
        return (first, await Desk.Open(first.ConnectionString, VouchingIssuer.Settings));
    }

    /// <summary>Does all of it at the same moment, on threads of their own as far as there are any.</summary>
    public static Task<Answer[]> AtOnce(params IEnumerable<Func<Task<Answer>>> deeds)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = deeds.Select(async deed =>
        {
            await go.Task;
            return await deed();
        }).ToList();
        go.SetResult();
        return Task.WhenAll(all);
    }
}
