using Npgsql;
using NpgsqlTypes;

namespace Doorward.Support.Knowledge;

/// <summary>A passage that may fit, the places that it has in the lists that found it, and where the question's lexemes stand in it.</summary>
internal sealed record Candidate(Passage Passage, string Language, DateOnly? ValidUntil, int? Written, int? Guessed, int? Near, IReadOnlyList<Standing> Standing)
{
    public static Candidate Read(NpgsqlDataReader row, QuestionTerms terms)
    {
        var passage = new Passage(
            row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetInt32(6), 0, false);
        return new Candidate(
            passage, row.GetString(7), row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8), Place(row, 9), Place(row, 10), Place(row, 11),
            [.. Stands(row.GetFieldValue<NpgsqlTsVector>(12), terms)]);
    }

    private static IEnumerable<Standing> Stands(NpgsqlTsVector search, QuestionTerms terms)
    {
        foreach (var lexeme in search)
        {
            if (!terms.LookedFor.Contains(lexeme.Text))
            {
                continue;
            }

            for (var n = 0; n < lexeme.Count; n++)
            {
                yield return new Standing(lexeme.Text, lexeme[n].Pos, lexeme[n].Weight == NpgsqlTsVector.Lexeme.Weight.A);
            }
        }
    }

    private static int? Place(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}

/// <summary>One place at which a lexeme stands.</summary>
internal readonly record struct Standing(string Lexeme, int Position, bool IsInHeading);
