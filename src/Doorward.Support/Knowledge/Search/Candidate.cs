using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>A passage that may fit, the places that it has in the lists that found it, and where the question's lexemes stand in it.</summary>
internal sealed record Candidate(Passage Passage, string Language, DateOnly? ValidUntil, int? Written, int? Guessed, int? Near, IReadOnlyList<Standing> Standing)
{
    public static Candidate Read(NpgsqlDataReader row)
    {
        var (lexemes, positions, headings) = (row.GetFieldValue<string[]>(12), row.GetFieldValue<int[]>(13), row.GetFieldValue<bool[]>(14));
        var passage = new Passage(
            row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetInt32(6), 0, false);
        return new Candidate(
            passage, row.GetString(7), row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8), Place(row, 9), Place(row, 10), Place(row, 11),
            [.. lexemes.Select((lexeme, n) => new Standing(lexeme, positions[n], headings[n]))]);
    }

    private static int? Place(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}

/// <summary>One place at which a lexeme stands.</summary>
internal readonly record struct Standing(string Lexeme, int Position, bool IsInHeading);
