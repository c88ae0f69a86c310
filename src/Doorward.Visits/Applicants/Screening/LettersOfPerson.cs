using System.Text.Json;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Visits.Applicants.Screening;

/// <summary>
/// Messages that could not be used and speak of somebody. They are nobody's row: what is in them is searched for the applicant's id, name and
/// address, written out or escaped. There are few, and none is older than the days that such are kept.
/// </summary>
internal static class LettersOfPerson
{
    // Shorter than this, a name is part of other people's words.
    private const int Telling = 4;

    private static readonly string DeleteText = Sql.Read(typeof(LettersOfPerson).Assembly, "Applicants/Screening/DeleteLetters.sql");

    public static async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var theirs = new List<Guid>();
        await using (var find = new NpgsqlCommand(Sql.Of(typeof(LettersOfPerson)), transaction.Connection, transaction))
        {
            find.Parameters.Add(Reads.Is(personId));
            await using var letters = await find.ExecuteReaderAsync(cancellation);
            while (await letters.ReadAsync(cancellation))
            {
                if (SpeaksOf(letters.GetString(1), letters.GetFieldValue<string[]>(2)))
                {
                    theirs.Add(letters.GetGuid(0));
                }
            }
        }

        await using var delete = new NpgsqlCommand(DeleteText, transaction.Connection, transaction);
        delete.Parameters.Add(Reads.Is(theirs.ToArray()));
        await delete.ExecuteNonQueryAsync(cancellation);
    }

    internal static bool SpeaksOf(string text, IReadOnlyCollection<string> words) => Texts(text).Any(said => words.Any(word =>
        word.Equals(said.Trim(), StringComparison.OrdinalIgnoreCase) || (word.Length >= Telling && said.Contains(word, StringComparison.OrdinalIgnoreCase))));

    /// <summary>The text itself, and every text and number within it where it is JSON, in the JSON of a text too.</summary>
    private static IEnumerable<string> Texts(string text)
    {
        yield return text;
        foreach (var inner in Inner(text))
        {
            yield return inner;
        }
    }

    private static List<string> Inner(string text)
    {
        var texts = new List<string>();
        try
        {
            using var json = JsonDocument.Parse(text);
            Gather(json.RootElement, texts);
        }
        catch (Exception garbage) when (garbage is JsonException or InvalidOperationException)
        {
            // what was gathered so far, and the text itself
        }

        return texts;
    }

    private static void Gather(JsonElement json, List<string> texts)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                var text = json.GetString()!;
                texts.Add(text);
                if (text.AsSpan().TrimStart() is ['{' or '[', ..])
                {
                    texts.AddRange(Inner(text));
                }

                break;
            case JsonValueKind.Number:
                texts.Add(json.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Gather(item, texts);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    Gather(member.Value, texts);
                }

                break;
            default:
                break;
        }
    }
}
