namespace Doorward.Accounts.Notices.Delivery;

/// <summary>How often and how soon a delivery is tried again: from half a minute to six hours, with jitter, for most of a day.</summary>
internal static class Patience
{
    public const int MostAttempts = 12;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>After so many attempts, this one included; never sooner than the provider asked for. Null: that was the last one.</summary>
    public static TimeSpan? After(int attempts, TimeSpan? asked, double jitter)
    {
        if (attempts >= MostAttempts)
        {
            return null;
        }

        var own = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, attempts - 1)) * (0.75 + (jitter / 2));
        return TimeSpan.FromSeconds(Math.Max(own, asked?.TotalSeconds ?? 0));
    }
}
