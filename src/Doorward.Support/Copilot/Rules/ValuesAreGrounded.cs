using Doorward.Support.Copilot.Values;

namespace Doorward.Support.Copilot.Rules;

/// <summary>Every time, date, price, number, address for mail or web, and phone number of a sentence stands in what it rests on.</summary>
internal static class ValuesAreGrounded
{
    public static IEnumerable<Finding> Check(GuardedCase guarded)
    {
        foreach (var (sentence, number) in guarded.Sentences.Where(one => !one.Sentence.IsCourtesy))
        {
            var said = ValueReader.In(sentence.Text);
            var known = ValueReader.In(guarded.SourceOf(sentence)).Select(value => value.Value).ToHashSet();
            foreach (var value in said.Where(value => !IsKnown(value.Value, known)))
            {
                yield return new Finding("grounded", $"{Name(value.Value.Kind)}_not_in_source", number, $"\"{value.Text.Trim()}\" does not stand in the source of this sentence.");
            }

            // A slot's end would pass for its beginning.
            var times = said.Where(value => value.Value.Kind == ValueKind.Time).Select(value => value.Value.Norm).ToList();
            if (guarded.Evidence.Fact(sentence.FactName) is { StartsAt: { } starts } && times.Count > 0 && !times.Contains(starts))
            {
                yield return new Finding("grounded", "time_is_not_the_beginning", number, $"The visit begins at {starts}.");
            }
        }
    }

    // A date's month alone ("in November") stands in the date; "5" stands in no "5pm".
    private static bool IsKnown(Value value, HashSet<Value> known) => known.Contains(value)
        || (value is { Kind: ValueKind.Date, Norm.Length: 2 } && known.Any(one => one.Kind == ValueKind.Date && one.Norm.StartsWith(value.Norm, StringComparison.Ordinal)));

    private static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Money => "price",
        ValueKind.RelativeDay => "relative_day",
        ValueKind.Account => "account",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
