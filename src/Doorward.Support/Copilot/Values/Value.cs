namespace Doorward.Support.Copilot.Values;

/// <summary>Something that can be right or wrong: a time, a price, an address for mail. Two are the same when kind and norm are.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Norm">Written in one way: <c>17:00</c> for 5pm, 17h and 17:00.</param>
internal readonly record struct Value(ValueKind Kind, string Norm);

/// <summary>A value as it stands in a text.</summary>
internal sealed record WrittenValue(Value Value, string Text);

internal enum ValueKind
{
    Url,
    Email,
    Phone,
    Account,
    Money,
    Percent,
    Date,
    Weekday,
    RelativeDay,
    Time,
    Number,
}
