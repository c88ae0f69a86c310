using Doorward.Platform.Http;

namespace Doorward.Accounts.Members;

/// <summary>What owners' commands may answer: each statement looks again, whatever was known when the token was checked.</summary>
internal static class Owners
{
    public static Refusal Only { get; } = new("owners_only", 403, "Only an owner of the agency can do this.");

    public static Refusal Last { get; } = new(
        "last_owner", 409, "This is the last owner of the agency. Make somebody else an owner first.");
}
