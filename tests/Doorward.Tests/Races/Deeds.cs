using System.Collections.Concurrent;
using Doorward.Testing;

namespace Doorward.Tests.Races;

/// <summary>How people in a history act: at whichever node comes to hand, and, where they are cut off or told to come again, as a careful client does.</summary>
internal sealed class Deeds(IFrontDoor[] nodes, Witness witness)
{
    // Where nodes are killed and started, the processors are needed for that: people pause between what they do, and the longer, the slower they were served.
    private const int PausePerAnswer = 4;

    private int _longestPauseMs = 250;

    /// <summary>How long people pause at the longest, where nodes may be interrupted: none as long as anybody can be served, long while a node starts.</summary>
    public TimeSpan LongestPause
    {
        set => Volatile.Write(ref _longestPauseMs, (int)value.TotalMilliseconds);
    }

    public Witness Witness => witness;

    /// <summary>Creates with a key: who was cut off, or told 503, asks again with the same one.</summary>
    /// <param name="deed">What it is called.</param>
    /// <param name="random">Chooses the node.</param>
    /// <param name="seen">Where the created ids are noted.</param>
    /// <param name="ask">Asks a node, with the key.</param>
    /// <param name="expected">The refusals that are documented for it.</param>
    /// <param name="created">Is told the answer that created it.</param>
    /// <param name="until">Ends the asking.</param>
    public async Task Create(
        string deed, Random random, ConcurrentDictionary<Guid, bool> seen, Func<IFrontDoor, string, Task<Answer>> ask, string[] expected, Action<Answer> created,
        CancellationToken until)
    {
        var key = $"{Guid.CreateVersion7()}";
        if (random.Next(10) == 0)
        {
            // impatient: twice at once, perhaps at two nodes
            var twins = await Task.WhenAll(Try(deed, random, node => ask(node, key), expected), Try(deed, random, node => ask(node, key), expected));
            var ids = twins.OfType<Answer>().Where(IsDone).Select(IdOf).ToHashSet();
            if (ids.Count > 1)
            {
                witness.Unexpected.Enqueue($"{deed}: one key made {string.Join(" and ", ids)}");
            }
        }

        do
        {
            if (await Try(deed, random, node => ask(node, key), expected) is not { } answer || witness.IsRetriable(answer))
            {
                continue;
            }

            if (IsDone(answer))
            {
                seen[IdOf(answer)] = true;
                created(answer);
            }

            return;
        }
        while (!until.IsCancellationRequested);
    }

    /// <summary>Null: the connection broke, so nothing is known.</summary>
    public async Task<Answer?> Try(string deed, Random random, Func<IFrontDoor, Task<Answer>> ask, string[] expected)
    {
        Answer? answer = null;
        var (place, pause) = (random.Next(nodes.Length), TimeSpan.FromMilliseconds(random.Next(Volatile.Read(ref _longestPauseMs))));
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            answer = await ask(nodes[place]);
            witness.Hear(deed, answer, expected);
        }
        catch (Exception broken) when (witness.MayBeInterrupted && broken is HttpRequestException or IOException)
        {
            witness.HearNothing(deed, broken);
        }

        if (witness.MayBeInterrupted)
        {
            await Task.Delay(pause + (PausePerAnswer * TimeProvider.System.GetElapsedTime(begun)), TimeProvider.System);
        }

        return answer;
    }

    public static bool IsDone(Answer answer) => answer.Code < 300 && Witness.RefusalOf(answer) is null;

    /// <summary>The id of what was created, over REST or over the graph.</summary>
    public static Guid IdOf(Answer answer) => Guid.Parse((string)(answer.Body!["data"] is { } data ? data.AsObject().First().Value! : answer.Only)["id"]!);
}
