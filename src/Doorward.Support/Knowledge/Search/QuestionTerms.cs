using Npgsql;

namespace Doorward.Support.Knowledge;

/// <summary>One word of a question, as the knowledge has it.</summary>
/// <param name="Lexemes">Under which it stands there; empty where nobody wrote it.</param>
/// <param name="Weight">How much it tells: what stands in few passages tells more.</param>
/// <param name="IsGuess">Whether it was taken for mistyped.</param>
internal sealed record Term(string Word, IReadOnlyList<string> Lexemes, double Weight, bool IsGuess);

/// <summary>The words of a question that mean something.</summary>
internal sealed class QuestionTerms
{
    // A word that stands in more passages than this, and in more than a tenth of them, does not help to find one; it still helps to weigh what others found.
    private const int TooMany = 2000;

    private QuestionTerms(IReadOnlyList<Term> terms, IReadOnlyList<string> written, IReadOnlyList<string> guessed) =>
        (All, Written, Guessed, LookedFor) = (terms, written, guessed, written.Concat(guessed).ToHashSet(StringComparer.Ordinal));

    public IReadOnlyList<Term> All { get; }

    /// <summary>What to look for, as it was written.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>What to look for in the place of mistyped words.</summary>
    public IReadOnlyList<string> Guessed { get; }

    /// <summary>Both.</summary>
    public IReadOnlySet<string> LookedFor { get; }

    public static QuestionTerms Of(IReadOnlyList<string> words, IReadOnlyList<Row> rows)
    {
        var all = rows.Count == 0 ? 0 : rows[0].AllChunks;
        var found = rows.GroupBy(row => row.N).Select(group => Found.Of(words[group.Key - 1], [.. group], all)).ToList();
        var common = found.Where(one => one.Chunks > TooMany && one.Chunks > all / 10).ToList();
        var telling = common.Count < found.Count(one => one.Term.Lexemes.Count > 0) ? found.Except(common).ToList() : found;
        return new QuestionTerms(
            [.. found.Select(one => one.Term)],
            [.. telling.Where(one => !one.Term.IsGuess).SelectMany(one => one.Term.Lexemes).Distinct()],
            [.. telling.Where(one => one.Term.IsGuess).SelectMany(one => one.Term.Lexemes).Distinct()]);
    }

    /// <summary>A row of ReadQuestion.sql.</summary>
    internal sealed record Row(int N, string? Lexeme, int Chunks, bool IsGuess, int AllChunks)
    {
        public static Row Read(NpgsqlDataReader row) => row.IsDBNull(2)
            ? new(row.GetInt32(0), null, 0, false, AllOf(row))
            : new(row.GetInt32(0), row.GetString(2), row.GetInt32(3), row.GetBoolean(4), AllOf(row));

        private static int AllOf(NpgsqlDataReader row) => row.IsDBNull(5) ? 0 : row.GetInt32(5);
    }

    private sealed record Found(Term Term, int Chunks)
    {
        public static Found Of(string word, IReadOnlyList<Row> rows, int all)
        {
            var likely = rows[0].IsGuess ? Likely(word, rows) : [.. rows.Where(row => row.Lexeme is not null)];
            var chunks = likely.Select(row => row.Chunks).DefaultIfEmpty(0).Max();
            var weight = Math.Log(1 + ((all + 1.0) / (chunks + 0.5)));
            return new Found(new Term(word, [.. likely.Select(row => row.Lexeme!)], weight, likely is [{ IsGuess: true }, ..]), chunks);
        }

        /// <summary>Those that are fewest slips of the finger away, if that is few enough for a word of its length.</summary>
        private static IReadOnlyList<Row> Likely(string word, IReadOnlyList<Row> rows)
        {
            var slips = word.Length switch { <= 6 => 1, <= 9 => 2, _ => 3 };
            var ranked = rows.Select(row => (Row: row, Slips: Slips.Between(Plain.Of(word), row.Lexeme!))).Where(one => one.Slips <= slips).ToList();
            return ranked.Count == 0 ? [] : [.. ranked.Where(one => one.Slips == ranked.Min(other => other.Slips)).Select(one => one.Row)];
        }
    }
}
