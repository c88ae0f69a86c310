using System.Text.Json;
using Dapper;
using Doorward.Accounts.People;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.Notices;

/// <summary>
/// What notices and devices hold about a person. All of it goes when they are erased; what stays are their ids in the log, and, where their address
/// bounced or complained, its digest: it says to nobody whose it was, and keeps us from mailing them again.
/// </summary>
internal sealed class NoticesOfPerson(NpgsqlDataSource database) : IPersonalData
{
    private const string EraseText = """
        DELETE FROM accounts.notices WHERE person_id = @personId
            OR lower(address) IN (SELECT lower(email) FROM accounts.people WHERE id = @personId AND email <> '')
            OR (kind = 'invitation' AND facts ->> 'invitation_id' IN (SELECT id::text FROM accounts.invitations WHERE accepted_by = @personId));
        -- Mails to others that were kept instead of being sent have the names of people in their words.
        DELETE FROM accounts.development_mail m USING accounts.notice_deliveries d, accounts.notices n
        WHERE d.id = m.id AND n.id = d.notice_id AND EXISTS (SELECT FROM jsonb_each_text(n.facts) f WHERE f.value = @personId::text);
        DELETE FROM accounts.devices WHERE person_id = @personId;
        DELETE FROM accounts.notice_preferences WHERE person_id = @personId;
        UPDATE accounts.people SET language = NULL WHERE id = @personId;
        """;

    private static readonly (string Path, string Text)[] Files =
    [
        ("accounts/notices.json", """
            SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'facts', n.facts, 'created_at', n.created_at, 'read_at', n.read_at,
                'deliveries', (SELECT jsonb_agg(jsonb_build_object('channel', d.channel, 'state', d.state, 'reason', d.reason, 'sent_at', d.sent_at,
                    'settled_at', d.settled_at) ORDER BY d.id) FROM accounts.notice_deliveries d WHERE d.notice_id = n.id)) ORDER BY n.id), '[]')::text
            FROM accounts.notices n WHERE n.person_id = @personId
            """),
        ("accounts/devices.json", """
            SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'platform', platform, 'push_token', token, 'registered_at', registered_at) ORDER BY id), '[]')::text
            FROM accounts.devices WHERE person_id = @personId
            """),
        ("accounts/notice-preferences.json", """
            SELECT jsonb_build_object('language', (SELECT language FROM accounts.people WHERE id = @personId), 'preferences',
                coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'channel', channel, 'wanted', wanted) ORDER BY kind, channel), '[]'))::text
            FROM accounts.notice_preferences WHERE person_id = @personId
            """),
    ];

    public Task Erase(Guid personId, NpgsqlTransaction transaction, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(EraseText, new { personId }, transaction, cancellationToken: cancellation));

    public async IAsyncEnumerable<ExportedFile> Export(Guid personId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var (path, text) in Files)
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            var json = await connection.ExecuteScalarAsync<string>(new CommandDefinition(text, new { personId }, cancellationToken: cancellation));
            yield return new ExportedFile(path, (stream, stop) => JsonSerializer.SerializeAsync(stream, JsonElement.Parse(json!), cancellationToken: stop));
        }
    }
}
