using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Doorward.Benchmarks.Load;

namespace Doorward.Benchmarks.Support.Draft;

/// <summary>Customers who write at a steady rate, over some connections: each message opens a conversation.</summary>
internal sealed partial class Customers(int port, IReadOnlyList<string> tokens, int connections)
{
    // What people write to a letting agency; one in ten would like to see something, and is offered slots that are held.
    private static readonly string[] Questions =
    [
        "Hello, how much is the deposit, and when do I get it back?", "May I keep a dog in the flat?", "How do I give notice, and how long is it?",
        "Hi, can I view a flat on {0}?", "Is there a parking space?", "Which documents do I need to apply?",
        "Quais são os documentos de que preciso para me candidatar?", "The heating does not work, what should I do?", "Thank you very much!",
        "What are your opening hours?",
    ];

    private static readonly string[] Times = ["Saturday morning", "Monday", "Tuesday afternoon", "Wednesday", "Thursday morning", "Friday afternoon", "Sunday"];

    private long _written;

    /// <summary>Writes so many messages.</summary>
    /// <returns>Each message's id, and when it was due to be sent: waiting for a free connection counts.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> Write(int perSecond, int count, CancellationToken cancellation)
    {
        var sent = new ConcurrentDictionary<Guid, long>();
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(Customer, cancellation)));
        return sent;

        async Task Customer()
        {
            using var connection = new Connection();
            await connection.Connect(port, cancellation);
            while (Interlocked.Increment(ref next) is var n && n < count)
            {
                var due = began + (long)((double)n / perSecond * Stopwatch.Frequency);
                if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, TimeProvider.System, cancellation);
                }

                var place = Interlocked.Increment(ref _written);
                var answer = Encoding.UTF8.GetString((await connection.Ask(Message(place))).Span);
                sent[Id().Match(answer) is { Success: true } id ? Guid.Parse(id.Groups[1].Value) : throw new InvalidOperationException($"A message was refused: {answer}")] = due;
            }
        }
    }

    private byte[] Message(long place) => Connection.Post("/graphql", tokens[(int)(place % tokens.Count)],
        "{\"query\":\"mutation($body: String!) { ingestMessage(input: { body: $body }) { id } }\",\"variables\":{\"body\":\"" + Questions[place % Questions.Length].Replace("{0}", Times[place / Questions.Length % Times.Length], StringComparison.Ordinal) + "\"}}");

    [GeneratedRegex("\"id\":\"([^\"]+)\"")]
    private static partial Regex Id();
}
