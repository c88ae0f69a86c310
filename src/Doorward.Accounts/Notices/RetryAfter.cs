namespace Doorward.Accounts.Notices;

/// <summary>Retry-After (RFC 9110, 10.2.3) of an answer, within what is reasonable.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    public static TimeSpan? Of(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter is not { } header ? null
            : header.Delta ?? (header.Date is { } date && response.Headers.Date is { } now ? date - now : (TimeSpan?)null);
        return after is not { } wait || wait <= TimeSpan.Zero ? null : wait > Longest ? Longest : wait;
    }
}
