using Doorward.Platform.Http;

namespace Doorward.Support;

/// <summary>What every command of staff answers to somebody who has left: the statement looks again, whatever was known when the token was checked.</summary>
internal static class Staff
{
    public static Refusal NoLonger { get; } = new("no_longer_staff", 403, "You are no longer a member of this agency.");
}
