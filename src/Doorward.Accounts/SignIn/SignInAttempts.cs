using System.Net;
using System.Net.Sockets;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;

namespace Doorward.Accounts.SignIn;

/// <summary>
/// Counts attempts that have not succeeded, by account and by network address, and makes the next one wait, longer each time. An attempt is
/// counted before it is looked at, so a hundred at once are a hundred. An account that does not exist is counted like one that does.
/// </summary>
internal sealed class SignInAttempts(NpgsqlDataSource database, LinkTokens links, EdgeSettings edges, TimeProvider time)
{
    private const int FreeOfAccount = 5;
    private const int FreeOfAddress = 30;

    private static readonly string Take = Sql.Read(typeof(SignInAttempts).Assembly, "SignIn/TakeAttempt.sql");

    /// <summary>Takes an attempt.</summary>
    /// <param name="what">What is attempted: <c>sign-in</c>, <c>reset</c>.</param>
    /// <param name="account">The address that was typed.</param>
    /// <param name="from">The network address.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How long to wait; null: go on.</returns>
    public async Task<TimeSpan?> Wait(string what, string account, IPAddress? from, CancellationToken cancellation)
    {
        var keys = new List<(byte[] Key, int Free)> { (OfAccount(what, account), FreeOfAccount) };
        if (from is not null && (edges.LimitLoopback || !IPAddress.IsLoopback(from)))
        {
            keys.Add((links.Keyed($"{what} from {Network(from)}"), FreeOfAddress));
        }

        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(Take);
        command.Parameters.Add(Reads.Is(keys.Select(key => key.Key).ToArray()));
        command.Parameters.Add(Reads.Is(keys.Select(key => key.Free).ToArray()));
        command.Parameters.Add(Reads.Is(now));
        command.Parameters.Add(Reads.Is(account.Trim().ToLowerInvariant()));
        command.Parameters.Add(Reads.Is(DoorwardTelemetry.Traceparent));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return row.GetInt64(0) == keys.Count ? null
            : row.IsDBNull(1) ? TimeSpan.FromSeconds(30)
            : TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling((row.GetFieldValue<DateTimeOffset>(1) - now).TotalSeconds)));
    }

    /// <summary>It succeeded: the account's count begins anew. The network address's does not, or whoever has an account could try others' for ever.</summary>
    public async Task Succeeded(string what, string account, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Forget([OfAccount(what, account)], connection, null, cancellation);
    }

    /// <summary>Every key that an account may have here, for whoever erases it.</summary>
    public IEnumerable<byte[]> KeysOf(string account) => [OfAccount("sign-in", account), OfAccount("reset", account)];

    public static Task Forget(IReadOnlyList<byte[]> keys, NpgsqlTransaction transaction, CancellationToken cancellation) =>
        Forget(keys, transaction.Connection!, transaction, cancellation);

    private static async Task Forget(IReadOnlyList<byte[]> keys, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("DELETE FROM accounts.sign_in_attempts WHERE key = ANY ($1)", connection, transaction);
        command.Parameters.Add(Reads.Is(keys.ToArray()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private byte[] OfAccount(string what, string account) => links.Keyed($"{what} as {account.Trim().ToLowerInvariant()}");

    // Of IPv6 the /64, which is what one customer of a provider has.
    private static string Network(IPAddress address) =>
        address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6
            ? address.MapToIPv4().ToString()
            : Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
}
