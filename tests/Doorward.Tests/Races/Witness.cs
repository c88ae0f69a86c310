using System.Collections.Concurrent;
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

    public ConcurrentQueue<string> Unexpected { get; } = new();

    /// <summary>How often each answer was given.</summary>
    public string Counts => string.Join(", ", _answers.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value} × {pair.Key}"));

    public int Total => _answers.Values.Sum();

    /// <summary>Whether the answer is one of those that are documented for the deed; notes it.</summary>
    public void Hear(string deed, Answer answer, params ReadOnlySpan<string> expected)
    {
        var said = $"{deed} {answer.Code} {answer.Refusal}".TrimEnd();
        _answers.AddOrUpdate(said, 1, (_, count) => count + 1);
        var isExpected = answer.Code < 300 || expected.Contains(answer.Refusal) || IsRetriable(answer);
        if (!isExpected)
        {
            Unexpected.Enqueue($"{said} {answer.Body}");
        }
    }

    /// <summary>Connections that broke.</summary>
    public int CutOff => _answers.Where(pair => pair.Key.EndsWith("cut off", StringComparison.Ordinal)).Sum(pair => pair.Value);

    /// <summary>Waits until so many more answers are given.</summary>
    public async Task More(int answers)
    {
        var enough = Total + answers;
        (await Eventually.Is(() => Task.FromResult(Total >= enough), TimeSpan.FromSeconds(60))).ShouldBeTrue(Counts);
    }

    public void HearNothing(string deed) => _answers.AddOrUpdate($"{deed} cut off", 1, (_, count) => count + 1);

    /// <summary>A node that was cut off from its database says so, and when to come again.</summary>
    public bool MayBeInterrupted { get; init; }

    public bool IsRetriable(Answer answer) => MayBeInterrupted && answer.Code == 503 && answer.Headers.ContainsKey("Retry-After");
}
