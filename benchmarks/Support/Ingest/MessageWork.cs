using Doorward.Benchmarks.Load;
using Npgsql;

namespace Doorward.Benchmarks.Support.Ingest;

/// <summary>
/// Customers write: every fifth message opens a conversation, the others go on with one of the ten that their customer has. Each with a key of its own.
/// </summary>
internal sealed class MessageWork(NpgsqlDataSource database, IReadOnlyList<string?> tokens, string path) : IWork
{
    public const int Conversations = 20_000;
    private const int OpensEvery = 5;

    private long _next;

    public Task<(long First, long End)> Ready(TimeSpan time, CancellationToken cancellation) => Task.FromResult((_next, long.MaxValue));

    public byte[] Request(long place)
    {
        var customer = (int)(place % Ids.Applicants);
        var conversation = place % OpensEvery == 0 ? "null" : $"\"{Ids.Of(5, Conversation(place))}\"";
        return Connection.Post(path, tokens[customer % tokens.Count],
            "{\"query\":\"mutation($input: IngestMessageInput!) { ingestMessage(input: $input) { id number createdAt } }\",\"variables\":{\"input\":{"
            + $"\"body\":\"Hello, can I see the flat on Saturday morning, and is there a parking space? Number {place}.\","
            + $"\"conversationId\":{conversation},\"customerRef\":\"customer-{customer}\",\"idempotencyKey\":\"bench-{place}\"}}}}}}");
    }

    public bool IsDone(ReadOnlySpan<byte> answer) => answer.Length > 12 && answer.Slice(9, 3).SequenceEqual("200"u8) && answer.IndexOf("\"errors\""u8) < 0;

    public async Task<long?> Count(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM support.messages WHERE author = 'CUSTOMER'");
        command.CommandTimeout = 0;
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }

    public Task Took(long next, double perSecond, CancellationToken cancellation)
    {
        _next = next;
        // The copilot would go on for minutes with what came in these seconds.
        return Rest.Of(database, forget: "copilot.draft", cancellation);
    }

    // The customer's own: their number and a multiple of the number of customers.
    private static long Conversation(long place) => (place + (place / Ids.Applicants * 7 % 10 * Ids.Applicants)) % Conversations;
}
