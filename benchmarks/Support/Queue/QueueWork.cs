using System.Text;
using System.Text.RegularExpressions;
using Doorward.Benchmarks.Load;

namespace Doorward.Benchmarks.Support.Queue;

/// <summary>
/// Agents look at the review queue: its first page, as the console shows it, or one of those behind it. Nothing is stored by it.
/// </summary>
internal sealed partial class QueueWork(IReadOnlyList<string> tokens) : IWork
{
    private const int Pages = 40; // the smallest queue has 50

    private readonly List<byte[]> _requests = [.. tokens.Select(token => Page(token, null))];

    /// <summary>Reads on from the first page, so that every second request can be for one of the later pages.</summary>
    public async Task Explore(int port, CancellationToken cancellation)
    {
        using var connection = new Connection();
        await connection.Connect(port, cancellation);
        string? after = null;
        for (var page = 0; page < Pages; page++)
        {
            var answer = Encoding.UTF8.GetString((await connection.Ask(Page(tokens[0], after))).Span);
            after = EndCursor().Match(answer) is { Success: true } found ? found.Groups[1].Value
                : throw new InvalidOperationException($"Page {page} of the queue has no end: {answer}");
            _requests.Add(Page(tokens[page % tokens.Count], after));
        }
    }

    public Task<(long First, long End)> Ready(TimeSpan time, CancellationToken cancellation) => Task.FromResult((0L, long.MaxValue));

    public byte[] Request(long place) => _requests[(int)(place * 37 % _requests.Count)];

    public bool IsDone(ReadOnlySpan<byte> answer) =>
        answer.Length > 12 && answer.Slice(9, 3).SequenceEqual("200"u8) && answer.IndexOf("\"errors\""u8) < 0 && answer.Count("\"threshold\""u8) == 20;

    public Task<long?> Count(CancellationToken cancellation) => Task.FromResult<long?>(null);

    public Task Took(long next, double perSecond, CancellationToken cancellation) => Task.CompletedTask;

    private static byte[] Page(string token, string? after) => Connection.Post("/graphql", token,
        "{\"query\":\"query($after: String) { drafts(first: 20, after: $after) { nodes { id status version body sentences offers intent category sentiment urgency rank confidence "
        + "threshold verdicts reason createdAt conversation { id customerRef status messageCount lastMessageAt } message { id number body createdAt } } "
        + "pageInfo { hasNextPage endCursor } } }\",\"variables\":{\"after\":" + (after is null ? "null" : $"\"{after}\"") + "}}");

    [GeneratedRegex("\"endCursor\":\"([^\"]+)\"")]
    private static partial Regex EndCursor();
}
