using System.Net;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.SignIn.Passwords;

/// <summary>Who signs in with an address and a password.</summary>
internal sealed class FindPassword(NpgsqlDataSource database, PasswordHashes hashes, SignInAttempts attempts)
{
    /// <summary>The person; or null, and how long to wait where it was tried too often. Which of address and password was wrong is not told.</summary>
    public async Task<(Guid? Person, TimeSpan? Wait)> Check(string address, string password, IPAddress? from, CancellationToken cancellation)
    {
        address = address.Trim().ToLowerInvariant();
        if (await attempts.Wait("sign-in", address, from, cancellation) is { } wait)
        {
            return (null, wait);
        }

        var found = await database.One(Sql.Of<FindPassword>(), row => new Found(row.GetGuid(0), row.GetString(1)), cancellation, Reads.Is(address));
        // A password longer than any that can be set need not be hashed: that is what its sender would like.
        if (!await hashes.Matches(found?.Hash, password.Length > PasswordRules.Longest * 2 ? "" : password, cancellation))
        {
            return (null, null);
        }

        await attempts.Succeeded("sign-in", address, cancellation);
        return (found!.Person, null);
    }

    private sealed record Found(Guid Person, string Hash);
}
