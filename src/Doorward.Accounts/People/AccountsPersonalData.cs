using Doorward.Accounts.SignIn;
using Doorward.Platform.Postgres;
using Doorward.Platform.Telemetry;
using Npgsql;

namespace Doorward.Accounts.People;

/// <summary>What this module keeps about a person itself: who they are, how they sign in, where they belong.</summary>
internal sealed class AccountsPersonalData(NpgsqlDataSource database, SignInAttempts attempts, TimeProvider time) : IPersonalData
{
    // What the log knows of them are ids and times; it stays when they are erased.
    private static readonly (string Path, string Statement)[] Files =
    [
        ("accounts/profile.json", Read("ExportProfile.sql")),
        ("accounts/sign_ins.json", Read("ExportSignIns.sql")),
        ("accounts/memberships.json", Read("ExportMemberships.sql")),
        ("accounts/sessions.json", Read("ExportSessions.sql")),
        ("accounts/invitations.json", Read("ExportInvitations.sql")),
        ("accounts/api_keys.json", Read("ExportApiKeys.sql")),
        ("accounts/activity.json", Read("ExportActivity.sql")),
    ];

    private static readonly string ErasePerson = Read("ErasePerson.sql");

    public async Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using (var addresses = new NpgsqlCommand(
            "SELECT email FROM accounts.people WHERE id = $1 UNION SELECT address FROM accounts.passwords WHERE person_id = $1", transaction.Connection, transaction))
        {
            addresses.Parameters.Add(Reads.Is(personId));
            await using var rows = await addresses.ExecuteReaderAsync(cancellation);
            var keys = new List<byte[]>();
            while (await rows.ReadAsync(cancellation))
            {
                keys.AddRange(attempts.KeysOf(rows.GetString(0)));
            }

            await rows.DisposeAsync();
            await SignInAttempts.Forget(keys, transaction, cancellation);
        }

        await using var erase = new NpgsqlCommand(ErasePerson, transaction.Connection, transaction);
        erase.Parameters.Add(Reads.Is(personId));
        erase.Parameters.Add(Reads.Is(time.GetUtcNow()));
        erase.Parameters.Add(Reads.Is(DoorwardTelemetry.Traceparent));
        await erase.ExecuteNonQueryAsync(cancellation);
    }

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (path, statement) in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return ExportedRows.Of(path, statement, personId, database);
        }
    }

    private static string Read(string name) => Sql.Read(typeof(AccountsPersonalData).Assembly, "People/" + name);
}
