using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>What clients were told, and what they should never have been told.</summary>
internal sealed class Witness
{
    private readonly ConcurrentDictionary<string, int> _answers = new();

    public ConcurrentDictionary<Guid, bool> Slots { get; } = new();

    public ConcurrentDictionary<Guid, bool> CancelledSlots { get; } = new();

    public ConcurrentDictionary<Guid, bool> Bookings { get; } = new();

    public ConcurrentDictionary<Guid, bool> CancelledBookings { get; } = new();

    public ConcurrentDictionary<Guid, bool> Messages { get; } = new();

    /// <summary>Drafts that somebody was told are sent, rejected or escalated, and as what.</summary>
    public ConcurrentDictionary<Guid, string> Drafts { get; } = new();

    public ConcurrentQueue<string> Unexpected { get; } = new();

    /// <summary>How often each answer was given.</summary>
    public string Counts => string.Join(", ", _answers.ToArray().OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} × {pair.Key}"));

    public int Total => _answers.Values.Sum();

    /// <summary>What was done, and not merely refused.</summary>
    public int Done => _answers.Where(pair => pair.Key[^4..^1] == " 20").Sum(pair => pair.Value);

    /// <summary>Whether the answer is one of those that are documented for the deed; notes it.</summary>
    public void Hear(string deed, Answer answer, params ReadOnlySpan<string> expected)
    {
        var refusal = RefusalOf(answer);
        var said = $"{deed} {answer.Code} {refusal}".TrimEnd();
        _answers.AddOrUpdate(said, 1, (_, count) => count + 1);
        var isExpected = (answer.Code < 300 && refusal is null) || expected.Contains(refusal) || IsRetriable(answer);
        if (!isExpected)
        {
            Unexpected.Enqueue($"{said} {answer.Body}");
        }
    }

    /// <summary>Connections that broke.</summary>
    public int CutOff => _answers.Where(pair => pair.Key.EndsWith("cut off", StringComparison.Ordinal)).Sum(pair => pair.Value);

    /// <summary>Waits until so much more is done.</summary>
    public async Task More(int deeds)
    {
        var enough = Done + deeds;
        (await Eventually.Is(() => Task.FromResult(Done >= enough), TimeSpan.FromMinutes(10))).ShouldBeTrue(Counts);
    }

    /// <summary>The connection broke, so nothing is known; or there was none, and nothing was done.</summary>
    public void HearNothing(string deed, Exception broken) => _answers.AddOrUpdate(
        $"{deed} {(broken is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? "not let in" : "cut off")}", 1, (_, count) => count + 1);

    /// <summary>A node that was cut off from its database says so, and when to come again.</summary>
    public bool MayBeInterrupted { get; init; }

    public bool IsRetriable(Answer answer) => MayBeInterrupted
        && ((answer.Code == 503 && answer.Headers.ContainsKey("Retry-After")) || GraphError(answer)?["extensions"]?["retryAfterSeconds"] is not null);

    /// <summary>The code of a refusal, over REST or over the graph; null for what was done.</summary>
    public static string? RefusalOf(Answer answer) => answer.Refusal ?? ((string?)GraphError(answer)?["extensions"]?["code"])?.ToLowerInvariant();

    private static JsonNode? GraphError(Answer answer) => answer.Body is JsonObject body && body["errors"] is JsonArray { Count: > 0 } errors ? errors[0] : null;
}
