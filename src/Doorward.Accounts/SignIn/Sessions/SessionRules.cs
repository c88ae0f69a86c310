namespace Doorward.Accounts.SignIn.Sessions;

/// <summary>How long a session lasts.</summary>
internal static class SessionRules
{
    /// <summary>Whatever happens.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <summary>Without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>After which its cookie gets another secret.</summary>
    public static readonly TimeSpan Rotation = TimeSpan.FromHours(1);

    /// <summary>How long the secret before is good for requests that were under way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
}
