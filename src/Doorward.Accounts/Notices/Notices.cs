using System.Text.Json;
using Doorward.Platform.Http;
using Doorward.Platform.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Doorward.Accounts.Notices;

/// <summary>Makes notices: called by a subscriber of the log, or a job, in the transaction of its own writes.</summary>
public sealed class Notices(IEnumerable<NoticeKind> kinds, TimeProvider time)
{
    private static readonly string Text = Sql.Read(typeof(Notices).Assembly, "Notices/AddNotices.sql");

    private readonly Dictionary<string, NoticeKind> _kinds = kinds.ToDictionary(kind => kind.Name);

    // The statement finds the asked again by what it made of them, each among all: of a thousand at once, each costs twice what it costs among a hundred.
    private const int AtOnce = 100;

    /// <summary>Adds what is not there yet: each once per kind, key and recipient. A hundred of them, and what sends them, are one statement.</summary>
    /// <exception cref="ArgumentException">No such kind, or facts of another type than its example's: a bug.</exception>
    /// <param name="connection">Inside its open transaction, as subscribers and jobs have it.</param>
    public async Task Add(NpgsqlConnection connection, IReadOnlyList<NewNotice> notices, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var some in notices.Chunk(AtOnce))
        {
            await AddSome(connection, some, cancellation);
        }
    }

    private async Task AddSome(NpgsqlConnection connection, NewNotice[] notices, CancellationToken cancellation)
    {
        var used = notices.Select(KindOf).Distinct().SelectMany(kind => kind.Channels, (kind, channel) => (kind, channel)).ToList();
        await using var command = new NpgsqlCommand(Text, connection);
        Array(command, NpgsqlDbType.Uuid, notices, _ => Guid.CreateVersion7());
        Array(command, NpgsqlDbType.Text, notices, notice => notice.Kind);
        Array(command, NpgsqlDbType.Text, notices, notice => notice.Key);
        Array(command, NpgsqlDbType.Uuid, notices, notice => notice.PersonId);
        Array(command, NpgsqlDbType.Text, notices, notice => notice.Address);
        Array(command, NpgsqlDbType.Uuid, notices, notice => notice.OrganizationId);
        Array(command, NpgsqlDbType.Jsonb, notices, notice => JsonSerializer.Serialize(notice.Facts, notice.Facts.GetType(), DoorwardJson.Options));
        Array(command, NpgsqlDbType.Text, notices, notice => notice.Traceparent);
        Array(command, NpgsqlDbType.TimestampTz, notices, notice => notice.GoodUntil);
        Array(command, NpgsqlDbType.Text, used, pair => pair.kind.Name);
        Array(command, NpgsqlDbType.Text, used, pair => pair.channel);
        Array(command, NpgsqlDbType.Boolean, used, pair => pair.kind.CanBeTurnedOff);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await using var made = await command.ExecuteReaderAsync(cancellation);
        while (await made.ReadAsync(cancellation))
        {
            NoticeMetrics.Made(made.GetString(0), made.GetInt64(1));
        }
    }

    private static void Array<TItem, TValue>(NpgsqlCommand command, NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, TValue> value) =>
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. items.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });

    private NoticeKind KindOf(NewNotice notice) =>
        !_kinds.TryGetValue(notice.Kind, out var kind) ? throw new ArgumentException($"No kind of notice is called {notice.Kind}: register it with AddNotice.", nameof(notice))
        : notice.Facts.GetType() != kind.Example.GetType() ? throw new ArgumentException($"The facts of {notice.Kind} are a {kind.Example.GetType().Name}.", nameof(notice))
        : kind;
}
