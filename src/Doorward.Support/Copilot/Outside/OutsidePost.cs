using System.Diagnostics;
using System.Text.Json;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Copilot.Outside;

/// <summary>An entry of a stream, as it was read.</summary>
internal sealed record PostedEntry(string Id, string? Type, string? EventId, string? Payload, string? Traceparent);

/// <summary>
/// Takes entries in, from whatever brings them: each one with a draft becomes a job, in one statement, and only then may be acknowledged. What is wrong
/// with one is found by the job, so that whatever is refused waits among the dead letters with its reason.
/// </summary>
internal sealed class OutsidePost(NpgsqlDataSource database, LogSignal signal)
{
    private const int MostCharacters = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 12, AllowDuplicateProperties = false };

    /// <summary>Once it returns, the entries can be acknowledged.</summary>
    public async Task Take(IReadOnlyList<PostedEntry> entries, CancellationToken cancellation)
    {
        var letters = entries.Select(Letter).OfType<Posted>().ToList();
        if (letters.Count == 0)
        {
            return;
        }

        try
        {
            await Add(letters, cancellation);
        }
        catch (PostgresException unstorable) when (IsUnstorable(unstorable))
        {
            await AddOneByOne(letters, cancellation);
        }

        signal.PulseWithJobs();
    }

    /// <summary>One that cannot be stored must not hold up the others, nor come back for ever: it is kept without its payload, to be refused.</summary>
    private async Task AddOneByOne(IEnumerable<Posted> letters, CancellationToken cancellation)
    {
        foreach (var letter in letters)
        {
            try
            {
                await Add([letter], cancellation);
            }
            catch (PostgresException unstorable) when (IsUnstorable(unstorable))
            {
                await Add([letter.Empty], cancellation);
            }
        }
    }

    // A NUL in a text, a number beyond all bounds: what is JSON and yet cannot be held (class 22, data exceptions).
    private static bool IsUnstorable(PostgresException failure) => failure.SqlState.StartsWith("22", StringComparison.Ordinal);

    private async Task Add(IReadOnlyList<Posted> letters, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql.Of<OutsidePost>());
        command.Parameters.Add(Reads.Is(letters.Select(letter => letter.Key).ToArray()));
        command.Parameters.Add(Reads.Is(letters.Select(letter => letter.Organization).ToArray()));
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. letters.Select(letter => letter.Json)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        command.Parameters.Add(Reads.Is(letters.Select(letter => letter.Traceparent).ToArray()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Null for Doorward's own events, which have no draft.</summary>
    private static Posted? Letter(PostedEntry entry)
    {
        var payload = Parse(entry.Payload);
        if (payload is { ValueKind: JsonValueKind.Object } own && !own.TryGetProperty("draft", out _))
        {
            return null;
        }

        var letter = new OutsideEntry(entry.Id, Plain(entry.Type), Plain(entry.EventId), payload);
        return new Posted(
            Guid.TryParseExact(entry.EventId, "D", out var id) ? id.ToString() : $"entry {entry.Id}", Organization(payload), letter,
            ActivityContext.TryParse(entry.Traceparent, null, out _) ? entry.Traceparent : null);
    }

    // What is no JSON, or JSON that the database cannot hold, is not kept: nobody could say whose it is, to erase it with them.
    private static JsonElement? Parse(string? payload)
    {
        if (payload is null || payload.Length > MostCharacters)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            var element = document.RootElement.Clone();
            _ = JsonSerializer.Serialize(element, DoorwardJson.Options); // half a surrogate pair shows here
            return element;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static Guid? Organization(JsonElement? payload) =>
        payload is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("draft", out var draft) && draft.ValueKind is JsonValueKind.Object
            && draft.TryGetProperty("organization_id", out var id) && id.ValueKind is JsonValueKind.String && id.TryGetGuid(out var organization)
            ? organization
            : null;

    private static string? Plain(string? text) => text is null ? null : new string([.. text.Where(character => !char.IsControl(character) && !char.IsSurrogate(character)).Take(100)]);

    private sealed record Posted(string Key, Guid? Organization, OutsideEntry Entry, string? Traceparent)
    {
        public string Json => JsonSerializer.Serialize(Entry, DoorwardJson.Options);

        public Posted Empty => this with { Entry = Entry with { Payload = null } };
    }
}
