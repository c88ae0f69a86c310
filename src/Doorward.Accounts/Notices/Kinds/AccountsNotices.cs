using System.Text.Json;
using Doorward.Platform.Events.Log;
using Doorward.Platform.Events.Subscribers;
using Doorward.Platform.Postgres;
using Npgsql;

namespace Doorward.Accounts.Notices;

/// <summary>Tells people what happens to them in the accounts part: welcome, an invitation, a new password.</summary>
internal sealed class AccountsNotices(Notices notices) : Subscriber
{
    private static readonly string Invited = Sql.Read(typeof(AccountsNotices).Assembly, "Notices/Kinds/FindInvitations.sql");

    public override string Name => "accounts.notices";

    public override IReadOnlySet<string> Types { get; } = new HashSet<string> { "member.joined", "reset.created", "invitation.sent", "invitation.created", "invitation.resent" };

    public override async Task Handle(IReadOnlyList<LogEntry> batch, NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<NewNotice> news =
        [
            .. batch.Where(entry => entry.Type == "member.joined").Select(entry => AccountsKinds.Welcome(entry.SubjectId, entry.OrganizationId, entry.Traceparent)),
            .. batch.Where(entry => entry.Type == "reset.created").Select(Reset),
            .. await Invitations([.. batch.Where(entry => entry.Type.StartsWith("invitation.", StringComparison.Ordinal))], connection, cancellation),
        ];
        await notices.Add(connection, news, cancellation);
    }

    private static NewNotice Reset(LogEntry entry)
    {
        var asked = JsonElement.Parse(entry.After!);
        var expires = asked.GetProperty("expires_at").GetDateTimeOffset();
        return new NewNotice(
            "reset", entry.SubjectId.ToString(), asked.GetProperty("person_id").GetGuid(), null, entry.OrganizationId, new ResetFacts(entry.SubjectId, expires), entry.Traceparent)
        {
            GoodUntil = expires,
        };
    }

    private static async Task<IReadOnlyList<NewNotice>> Invitations(IReadOnlyList<LogEntry> sent, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var news = new List<NewNotice>();
        if (sent.Count == 0)
        {
            return news;
        }

        await using var find = new NpgsqlCommand(Invited, connection);
        find.Parameters.Add(Reads.Is(sent.Select(entry => entry.SubjectId).ToArray()));
        find.Parameters.Add(Reads.Is(sent.Select(entry => entry.OrganizationId!.Value).ToArray()));
        find.Parameters.Add(Reads.Is(sent.Select(entry => entry.Id).ToArray()));
        await using var rows = await find.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var facts = new InvitationFacts(rows.GetGuid(1), rows.GetGuid(3), rows.GetString(4), rows.GetFieldValue<DateTimeOffset>(5));

            // An invitation may be sent again: each sending is a fact of its own.
            news.Add(new NewNotice("invitation", rows.GetGuid(0).ToString(), null, rows.GetString(6), rows.GetGuid(2), facts,
                sent.First(entry => entry.Id == rows.GetGuid(0)).Traceparent) { GoodUntil = facts.ExpiresAt });
        }

        return news;
    }
}
